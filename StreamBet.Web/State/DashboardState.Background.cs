using StreamBet.Core;
using StreamBet.Web.Uploads;

namespace StreamBet.Web.State;

/// <content>What goes on by itself: following, starting the next clip, and what becomes of errors.</content>
internal sealed partial class DashboardState
{
    private static Refusal? About(ClipFile file, Refusal? refusal) =>
        refusal is null ? null : refusal with { Sentence = $"{file.Name}: {refusal.Sentence}" };

    private void Enqueue(QueuedClip clip)
    {
        lock (_gate)
        {
            if (Queue.Count >= LongestQueue)
            {
                throw new RefusedException(
                    RefusalKind.TooMany, "queue_full", $"{LongestQueue} clips are waiting already. Drop it again later.");
            }

            Queue = Queue.Add(clip);
        }
    }

    private async Task StartNextAsync()
    {
        while (TryDequeue() is { } clip)
        {
            var refusal = await TryAsync(() => OfferAsync(clip));
            _isStarting = false;
            Error ??= About(clip.File, refusal);
            Notify(DashboardAreas.Clip);
        }
    }

    private QueuedClip? TryDequeue()
    {
        lock (_gate)
        {
            if (IsAnalyzing || Queue.IsEmpty || _closing.IsCancellationRequested)
                return null;
            var clip = Queue[0];
            Queue = Queue.RemoveAt(0);
            _isStarting = true;
            Clip = clip with { JobId = null };
            return clip;
        }
    }

    private async Task OfferAsync(QueuedClip clip)
    {
        // Asked for now: those that the page shows may be older than the end of the clip before this one.
        var marketIds = clip.Choice.MarketIds(await _board.ReadActiveAsync(_closing.Token));
        var offer = new Core.Analysis.ClipOffer(clip.File.Name, clip.File.Size, marketIds);
        var job = await _intake.OfferAsync(offer, Caller, _closing.Token);
        var ticket = _tickets.Issue(job, clip.File, this, expired => Run(_ => _intake.AbandonAsync(expired.Job, NeverCame)));
        _ticket = ticket;
        Clip = clip with { JobId = job.Id };
        Follow(job.Id);
        await (Files ?? throw new InvalidOperationException("The page holds no files.")).SendAsync(clip.File, ticket.Address);
    }

    private void Follow(Guid? jobId)
    {
        _following?.Cancel();
        _following?.Dispose();
        _following = null;
        JobId = jobId;
        Job = null;
        BytesPerSecond = null;
        Notify(DashboardAreas.Clip);
        if (jobId is not { } id)
            return;
        var following = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        _following = following;
        _isFollowing = true;
        Run(_ => FollowAsync(id, following.Token));
    }

    private async Task FollowAsync(Guid jobId, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (job, bytesPerSecond) in _follower.FollowAsync(jobId, Caller, cancellationToken))
            {
                (Job, BytesPerSecond) = (job, bytesPerSecond);
                Notify(DashboardAreas.Clip);
            }
        }
        finally
        {
            // Unless another job is followed by now.
            if (!cancellationToken.IsCancellationRequested)
                _isFollowing = false;
        }

        await StartNextAsync();
    }

    private async Task WatchMarketsAsync(CancellationToken cancellationToken)
    {
        using var subscription = _board.Subscribe(Caller.Id);
        await foreach (var update in subscription.ReadAsync(cancellationToken))
        {
            Markets = update.Markets;
            Notify(DashboardAreas.Markets);
            if (update.IsOwnChanged)
                await ReadPurseAsync(cancellationToken);
        }
    }

    private async Task ReadPurseAsync(CancellationToken cancellationToken)
    {
        Purse = await _purses.ReadAsync(Caller, cancellationToken);
        Notify(DashboardAreas.Purse);
    }

    private void Notify(DashboardAreas areas) => Changed?.Invoke(areas);

    // Off the circuit's own thread: nobody who publishes and nobody who clicks waits for it.
    private void Run(Func<CancellationToken, Task> work)
    {
        var token = _closing.Token;
        _ = Task.Run(
            async () =>
            {
                if (await TryAsync(() => work(token)) is { } refusal)
                {
                    Error = refusal;
                    Notify(DashboardAreas.Clip);
                }
            },
            CancellationToken.None);
    }

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
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Microsoft.JSInterop.JSDisconnectedException)
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
}
