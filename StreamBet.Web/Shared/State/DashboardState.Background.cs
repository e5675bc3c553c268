using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Web.Shared.Jobs;

namespace StreamBet.Web.Shared.State;

/// <content>What goes on by itself: following, starting the next clip, and what becomes of errors.</content>
internal sealed partial class DashboardState
{
    private void Enqueue(TabClip clip)
    {
        lock (_gate)
        {
            if (Queue.Count >= MaxQueueLength)
            {
                throw new RefusedException(
                    RefusalKind.TooMany, "queue_full", $"{MaxQueueLength} clips are waiting already. Drop it again later.");
            }

            Queue = Queue.Add(clip);
        }
    }

    // With the markets it was meant for, as far as they can still be decided: why they could not was said.
    private async Task SendAgainAsync(TabClip clip)
    {
        var refusal = await TryAsync(async () =>
        {
            var active = await _board.ReadActiveAsync(_closed);
            lock (_gate)
            {
                Queue = Queue.Insert(0, clip with { JobId = null, Choice = clip.Choice.Possible(active) });
                Choice = Choice.Without(clip.Choice);
            }
        });
        if (refusal is not null)
            Report(refusal.Sentence, clip);
        await StartNextAsync();
    }

    private async Task StartNextAsync()
    {
        while (TryDequeue(out var clip, out var before))
        {
            Notify(DashboardAreas.Clip | DashboardAreas.Progress);
            var refusal = await TryAsync(() => OfferAsync(clip));
            lock (_gate)
                _isOffering = false;
            if (refusal is not null)
            {
                Report($"{clip.File.Name}: {refusal.Sentence}", clip);
                Follow(before);
            }

            Notify(DashboardAreas.Clip | DashboardAreas.Progress);
        }
    }

    private bool TryDequeue(out TabClip clip, out Guid? before)
    {
        lock (_gate)
        {
            before = JobId;
            clip = Queue.IsEmpty ? null! : Queue[0];
            if (clip is null || IsBusy || _closed.IsCancellationRequested)
                return false;

            // Its place on the page is taken, so that what became of it is said with the problems.
            if (Job is { State: JobState.Failed } failed && _ticket?.Job.Id == failed.Job.Id)
                AddProblem($"{failed.Job.FileName}: {failed.Job.Error}", failed.Job.CanRetry ? Clip : null);
            Queue = Queue.RemoveAt(0);
            (_isOffering, _isGivenBack) = (true, false);
            Clip = clip;
            (JobId, Job, BytesPerSecond) = (null, null, null);
            return true;
        }
    }

    private async Task OfferAsync(TabClip clip)
    {
        // Asked for now: those that the page shows may be older than the end of the clip before this one.
        var active = await _board.ReadActiveAsync(_closed);
        var offer = new ClipOffer(clip.File.Name, clip.File.Size, clip.Choice.MarketIds)
        {
            MarketIdsIfFree = clip.Choice.PracticeIds(active),
            SharesFrames = clip.SharesFrames,
        };
        var job = await _intake.OfferAsync(offer, Caller, _closed);
        var ticket = _tickets.Issue(job, clip.File, this);
        if (_closed.IsCancellationRequested)
        {
            await _tickets.AbandonAsync(ticket, UploadTickets.NeverCame);
            return;
        }

        lock (_gate)
        {
            _ticket = ticket;
            Clip = clip with { JobId = job.Id };
        }

        Follow(job.Id);
        AskForBytes();
    }

    // Asking is lost while the browser cannot be reached; it is asked again as soon as it can.
    private void OnJoined() => AskForBytes();

    private void AskForBytes()
    {
        if (_connection.IsUp && Files is { } files && _ticket is { } ticket && _tickets.IsWaiting(ticket))
            Run(_ => files.SendAsync(ticket.File, ticket.Address));
    }

    private void Follow(Guid? jobId)
    {
        Following? following = null;
        lock (_gate)
        {
            _following?.Stop();
            _following = following = jobId is { } id ? new Following(id, _closed) : null;
            (JobId, Job, BytesPerSecond) = (jobId, null, null);
        }

        Notify(DashboardAreas.Clip | DashboardAreas.Progress);
        if (following is not null)
            Run(_ => FollowAsync(following));
    }

    private async Task FollowAsync(Following following)
    {
        var refusal = await TryAsync(async () =>
        {
            await foreach (var (job, bytesPerSecond) in _follower.FollowAsync(following.JobId, Caller, following.Token))
            {
                if (!Step(following, job, bytesPerSecond))
                    return;
            }
        });
        lock (_gate)
        {
            following.Stop();
            if (_following != following)
                return;
        }

        if (refusal is not null)
            Report(refusal.Sentence);
        Notify(DashboardAreas.Clip);
        await StartNextAsync();
    }

    private bool Step(Following following, JobView job, double? bytesPerSecond)
    {
        var areas = DashboardAreas.Progress;
        lock (_gate)
        {
            if (_following != following)
                return false;
            if (!ReferenceEquals(Job?.Job, job.Job))
                areas |= DashboardAreas.Clip;

            // A clip that never arrived has decided nothing: what it was meant for waits for the next one, as before.
            if (FileOfJob is not null && job.Job is { IsEnded: true, UploadedAt: null } && !_isGivenBack)
            {
                _isGivenBack = true;
                Choice = Choice.And(Clip!.Choice);
                areas |= DashboardAreas.Markets;
            }

            (Job, BytesPerSecond) = (job, bytesPerSecond);
        }

        Notify(areas);
        return true;
    }

    private async Task WatchMarketsAsync(CancellationToken cancellationToken)
    {
        using var subscription = _board.Subscribe(Caller.Id);
        await foreach (var update in subscription.ReadAsync(cancellationToken))
        {
            Markets = update.Markets;
            Notify(DashboardAreas.Markets);

            // A failure is in the log; the next change reads it again.
            if (update.IsOwnChanged)
                await TryAsync(() => ReadPurseAsync(cancellationToken));
        }
    }

    private async Task ReadPurseAsync(CancellationToken cancellationToken)
    {
        Purse = await _purses.ReadAsync(Caller, cancellationToken);
        Notify(DashboardAreas.Purse);
    }

    private void Report(string sentence, TabClip? clip = null)
    {
        lock (_gate)
            AddProblem(sentence, clip);
        Notify(DashboardAreas.Clip);
    }

    private void AddProblem(string sentence, TabClip? clip)
    {
        var problems = Problems.Add(new Problem(sentence, clip));
        Problems = problems.Count > MaxProblems ? problems.RemoveAt(0) : problems;
    }

    private void Notify(DashboardAreas areas) => Changed?.Invoke(areas);

    // Off the circuit's own thread: nobody who publishes and nobody who clicks waits for it.
    private void Run(Func<CancellationToken, Task> work) => _ = Task.Run(
        async () =>
        {
            if (await TryAsync(() => work(_closed)) is { } refusal)
                Report(refusal.Sentence);
        },
        CancellationToken.None);

    // Why something was not done, for the person; null when it was, or when nobody looks on any more.
    private async Task<Refusal?> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Refusal;
        }
        catch (Exception exception) when (exception is OperationCanceledException or Microsoft.JSInterop.JSDisconnectedException)
        {
            return null;
        }
        catch (Exception exception)
        {
            var reference = Guid.NewGuid().ToString("N")[..8];
            LogBroken(exception, reference, _caller?.Id ?? "");
            return new Refusal(
                RefusalKind.Failed, "processing_error",
                $"The server broke down on this. The operator finds the cause in the log under {reference}; try again.");
        }
    }

    [LoggerMessage(310, LogLevel.Error, "The page of {PersonId} broke down ({Reference}).")]
    private partial void LogBroken(Exception exception, string reference, string personId);

    /// <summary>The following of one job; changed under the gate alone.</summary>
    private sealed class Following
    {
        private readonly CancellationTokenSource _source;

        public Following(Guid jobId, CancellationToken closed)
        {
            JobId = jobId;
            _source = CancellationTokenSource.CreateLinkedTokenSource(closed);
            Token = _source.Token;
        }

        public Guid JobId { get; }

        public CancellationToken Token { get; }

        public bool IsOver { get; private set; }

        public void Stop()
        {
            if (IsOver)
                return;
            IsOver = true;
            _source.Cancel();
            _source.Dispose();
        }
    }
}
