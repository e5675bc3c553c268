using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Web.Shared.Jobs;

namespace StreamBet.Web.Shared.State;

/// <content>The next clip, which is sent while the one before it waits or is analysed: two clips of a tab are under way at
/// most.</content>
internal sealed partial class DashboardState
{
    private Upload? _uploadAhead;
    private Following? _followingAhead;
    private Guid? _fullBeside;

    /// <summary>The next clip, if it is under way already; it takes its place on the page when the one before it has
    /// ended.</summary>
    public ClipAhead? Ahead { get; private set; }

    /// <summary>Cancels the job of the clip that is sent ahead.</summary>
    public Task CancelAheadAsync() =>
        _uploadAhead is { } upload ? CancelAsync(upload.JobId, upload) : Task.CompletedTask;

    private bool MayStartAhead => !_isClosed && Ahead is null && !Queue.IsEmpty && FileOfJob is not null
        && Job is { State: JobState.Queued or JobState.Analyzing } && JobId != _fullBeside;

    // A practice market that the clip is to decide may still belong to the one before it; then it waits for the next such market.
    private static bool IsFree(TabClip clip, IReadOnlyList<Market> active) =>
        active.Where(market => market.IsPractice && clip.Choice.Includes(market)).All(market => market.CanBind);

    private async Task StartAheadAsync(CancellationToken closed)
    {
        if (!MayStartAhead)
            return;
        var active = await _board.ReadActiveAsync(closed);
        TabClip clip;
        lock (_gate)
        {
            if (!MayStartAhead || !IsFree(Queue[0], active))
                return;
            clip = Queue[0];
            Queue = Queue.RemoveAt(0);
            Ahead = new ClipAhead(clip, null, null);
        }

        _tab.Notify(TabAreas.Clip);
        var refusal = await _tab.TryAsync(async closing => await BeginAheadAsync(clip, await OfferAsync(clip, closing)));
        if (refusal is { Kind: RefusalKind.TooMany })
            await WaitAsync(clip);
        else if (refusal is not null)
            await EndAheadAsync(null, $"{clip.File.Name}: {refusal.Sentence}", clip);
        else
            await StartNextAsync();
    }

    // With too many clips under way it waits its turn after all, as do those behind it.
    private async Task WaitAsync(TabClip clip)
    {
        lock (_gate)
        {
            (Ahead, _fullBeside) = (null, JobId);
            Queue = Queue.Insert(0, clip);
        }

        _tab.Notify(TabAreas.Clip | TabAreas.Progress);
        await StartNextAsync();
    }

    private async Task BeginAheadAsync(TabClip clip, Upload upload)
    {
        var following = new Following(upload.JobId, _tab.Closed);
        lock (_gate)
        {
            if (!_isClosed)
                (_uploadAhead, _followingAhead, Ahead) = (upload, following, new ClipAhead(clip with { JobId = upload.JobId }, null, null));
        }

        if (_uploadAhead != upload)
        {
            following.Stop();
            await _tickets.AbandonAsync(upload.JobId, UploadTickets.NeverCame);
            return;
        }

        Run(_ => FollowAheadAsync(following));
        AskForBytes(upload);
    }

    private async Task FollowAheadAsync(Following following)
    {
        JobView? last = null;
        var refusal = await _tab.TryAsync(async _ =>
        {
            await foreach (var (job, bytesPerSecond) in _follower.FollowAsync(following.JobId, _tab.Caller, following.Token))
            {
                lock (_gate)
                {
                    if (_followingAhead != following)
                        return;
                    Ahead = Ahead! with { Job = last = job, BytesPerSecond = bytesPerSecond };
                }

                _tab.Notify(TabAreas.Progress);
            }
        });
        if (refusal is not null)
            await EndAheadAsync(following, refusal.Sentence, null);
        else if (last is { Job: { IsEnded: true, State: not JobState.Completed } ended })
            await EndAheadAsync(following, ended.Error is { } error ? $"{ended.FileName}: {error}" : null, ended.CanRetry ? Ahead?.Clip : null);
    }

    // One that completed stays: its results are shown in its turn.
    private async Task EndAheadAsync(Following? following, string? problem, TabClip? again)
    {
        lock (_gate)
        {
            if (_followingAhead != following || Ahead is not { } ahead)
                return;

            // A clip that never arrived has decided nothing, so its markets are chosen again for the next one.
            if (ahead.Job is not { Job.UploadedAt: not null })
                Choice = Choice.And(ahead.Clip.Choice);
            (Ahead, _uploadAhead, _followingAhead) = (null, null, null);
        }

        following?.Stop();
        if (problem is not null)
            _problems.Add(problem, again);
        _tab.Notify(TabAreas.Clip | TabAreas.Progress | TabAreas.Markets);
        await StartNextAsync();
        Run(StartAheadAsync);
    }

    // The clip that was sent ahead takes the place of the one that has ended.
    private bool TryPromote()
    {
        (string Sentence, TabClip? Clip)? replaced;
        Following? following;
        lock (_gate)
        {
            if (_isClosed || IsBusy || Ahead is null || _uploadAhead is null)
                return false;
            replaced = ReplacedFailure();
            following = _followingAhead;
            (Clip, _upload, _isGivenBack) = (Ahead.Clip, _uploadAhead, false);
            (Ahead, _uploadAhead, _followingAhead) = (null, null, null);

            // Until it is followed, no other clip takes its place.
            _isOffering = true;
        }

        following?.Stop();
        if (replaced is var (sentence, again))
            _problems.Add(sentence, again);
        Follow(_upload.JobId);
        lock (_gate)
            _isOffering = false;
        return true;
    }
}

/// <summary>A clip that is sent ahead.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Job">Its job with its progress; null until it is read.</param>
/// <param name="BytesPerSecond">The speed of its upload; null when unknown.</param>
public sealed record ClipAhead(TabClip Clip, JobView? Job, double? BytesPerSecond);
