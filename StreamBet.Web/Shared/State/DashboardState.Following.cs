using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Web.Shared.Jobs;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Web.Shared.State;

/// <content>The background work: following a job, and starting the next clip.</content>
internal sealed partial class DashboardState
{
    private bool _isClosed;

    private void Enqueue(ClipFile file)
    {
        lock (_gate)
        {
            if (Queue.Count >= MaxQueueLength)
            {
                throw new RefusedException(
                    RefusalKind.TooMany, "queue_full", $"{MaxQueueLength} clips are already waiting. Drop it again later.");
            }

            Queue = Queue.Add(new TabClip(file, Choice) { SharesFrames = SharesFrames, ReadsText = ReadsText });
            Choice = Choice.Next();
        }
    }

    // Keeps the clip's markets that can still be decided; the person has been told why the others cannot.
    private async Task SendAgainAsync(TabClip clip)
    {
        var refusal = await _tab.TryAsync(async closed =>
        {
            var active = await _board.ReadActiveAsync(closed);
            lock (_gate)
            {
                Queue = Queue.Insert(0, clip with { JobId = null, Choice = clip.Choice.Possible(active) });
                Choice = Choice.Without(clip.Choice);
            }
        });
        if (refusal is not null)
            _problems.Add(refusal.Sentence, clip);
        await StartNextAsync();
    }

    private async Task StartNextAsync()
    {
        if (TryPromote())
            return;
        while (TryDequeue(out var clip, out var before))
        {
            _tab.Notify(TabAreas.Clip | TabAreas.Progress);
            var refusal = await _tab.TryAsync(async closed => await BeginAsync(clip, await OfferAsync(clip, closed)));
            lock (_gate)
                _isOffering = false;
            if (refusal is not null)
            {
                _problems.Add($"{clip.File.Name}: {refusal.Sentence}", clip);
                Follow(before);
            }

            _tab.Notify(TabAreas.Clip | TabAreas.Progress);
        }
    }

    private bool TryDequeue(out TabClip clip, out Guid? before)
    {
        (string Sentence, TabClip? Clip)? replaced = null;
        lock (_gate)
        {
            before = JobId;
            clip = Queue.IsEmpty ? null! : Queue[0];
            if (clip is null || IsBusy || _isClosed || Ahead is not null)
                return false;
            replaced = ReplacedFailure();
            Queue = Queue.RemoveAt(0);
            (_isOffering, _isGivenBack) = (true, false);
            Clip = clip;
            (JobId, Job, BytesPerSecond) = (null, null, null);
        }

        if (replaced is var (sentence, again))
            _problems.Add(sentence, again);
        return true;
    }

    // The next clip takes its place on the page, so its error moves to the problems.
    private (string Sentence, TabClip? Clip)? ReplacedFailure() =>
        Job is { State: JobState.Failed } failed && _upload?.JobId == failed.Job.Id
            ? ($"{failed.Job.FileName}: {failed.Job.Error}", failed.Job.CanRetry ? Clip : null)
            : null;

    private async Task<Upload> OfferAsync(TabClip clip, CancellationToken closed)
    {
        // Read now: the markets on the page may be older than the end of the previous clip.
        var active = await _board.ReadActiveAsync(closed);
        var offer = new ClipOffer(clip.File.Name, clip.File.Size, clip.Choice.MarketIds)
        {
            MarketIdsIfFree = clip.Choice.PracticeIds(active),
            SharesFrames = clip.SharesFrames,
            ReadsText = clip.ReadsText,
        };
        var job = await _intake.OfferAsync(offer, _tab.Caller, closed);
        return new Upload(job.Id, clip.File, _tickets.Issue(job, clip.File.Size));
    }

    private async Task BeginAsync(TabClip clip, Upload upload)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _upload = upload;
                Clip = clip with { JobId = upload.JobId };
            }
        }

        if (_upload != upload)
        {
            await _tickets.AbandonAsync(upload.JobId, UploadTickets.NeverCame);
            return;
        }

        Follow(upload.JobId);
        AskForBytes(upload);
    }

    // A request is lost while the browser is unreachable, so it is repeated on reconnection; one that is lost while the
    // connection changes is repeated until the browser answers.
    private void OnJoined()
    {
        AskForBytes(_upload);
        AskForBytes(_uploadAhead);
    }

    private void AskForBytes(Upload? upload)
    {
        if (Files is not { } files || upload is null)
            return;
        Run(async closed =>
        {
            while (_connection.IsUp && _tickets.IsWaiting(upload.JobId) && !closed.IsCancellationRequested)
            {
                if (await files.SendAsync(upload.File, upload.Address))
                    return;
            }
        });
    }

    private void Follow(Guid? jobId)
    {
        Following? following, before;
        lock (_gate)
        {
            before = _following;
            _following = following = jobId is { } id ? new Following(id, _tab.Closed) : null;
            (JobId, Job, BytesPerSecond) = (jobId, null, null);
        }

        // Outside the lock, since cancelling runs the waiting code at once.
        before?.Stop();
        _tab.Notify(TabAreas.Clip | TabAreas.Progress);
        if (following is not null)
            Run(_ => FollowAsync(following));
    }

    private async Task FollowAsync(Following following)
    {
        var refusal = await _tab.TryAsync(async _ =>
        {
            await foreach (var (job, bytesPerSecond) in _follower.FollowAsync(following.JobId, _tab.Caller, following.Token))
            {
                if (!Step(following, job, bytesPerSecond))
                    return;
            }
        });
        following.Stop();
        lock (_gate)
        {
            if (_following != following)
                return;
        }

        if (refusal is not null)
            _problems.Add(refusal.Sentence);
        _tab.Notify(TabAreas.Clip);

        // Cut off by the server's stop, after which another circuit goes on with the clips that wait.
        if (refusal is null && Job is not { Job.IsEnded: true })
            return;
        await StartNextAsync();
    }

    private bool Step(Following following, JobView job, double? bytesPerSecond)
    {
        var areas = TabAreas.Progress;
        lock (_gate)
        {
            if (_following != following)
                return false;
            if (!ReferenceEquals(Job?.Job, job.Job))
                areas |= TabAreas.Clip;

            // A clip that never arrived has decided nothing, so its markets are chosen again for the next one.
            if (FileOfJob is not null && job.Job is { IsEnded: true, UploadedAt: null } && !_isGivenBack)
            {
                _isGivenBack = true;
                Choice = Choice.And(Clip!.Choice);
                areas |= TabAreas.Markets;
            }

            (Job, BytesPerSecond) = (job, bytesPerSecond);
        }

        _tab.Notify(areas);
        if (areas.HasFlag(TabAreas.Clip))
            Run(StartAheadAsync);
        return true;
    }

    private async Task WatchMarketsAsync(CancellationToken closed)
    {
        using var subscription = _board.Subscribe(_tab.Caller.Id);
        await foreach (var update in subscription.ReadAsync(closed))
        {
            Markets = update.Markets;
            _tab.Notify(TabAreas.Markets);
        }
    }

    // Runs off the circuit's thread, so that neither publishers nor clicks wait for it.
    private void Run(Func<CancellationToken, Task> work) => _ = Task.Run(
        async () =>
        {
            if (await _tab.TryAsync(work) is { } refusal)
                _problems.Add(refusal.Sentence);
        },
        CancellationToken.None);

    // The clip that this tab has to send, or sent last.
    private sealed record Upload(Guid JobId, ClipFile File, string Address);

    // The subscription to one job. Stopping it twice is harmless.
    private sealed class Following(Guid jobId, CancellationToken closed)
    {
        private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(closed);
        private int _isOver;

        public Guid JobId => jobId;

        public CancellationToken Token => _source.Token;

        public bool IsOver => Volatile.Read(ref _isOver) == 1;

        public void Stop()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                _source.Cancel();
        }
    }
}
