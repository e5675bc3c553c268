using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.Jobs;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Web.Shared.State;

/// <summary>What the dashboard of one tab shows: the selected clip, its analysis, the bets and what went wrong; and what the tab
/// does with clips: it starts a clip's way to the store and the analyzer, follows it and pushes its progress. It lives as long as
/// its circuit; what must outlive that is in the database. Everything it shows is replaced and never changed, so that it can be
/// drawn at any moment.</summary>
internal sealed partial class DashboardState : IAsyncDisposable
{
    /// <summary>How many clips may wait in one tab.</summary>
    public const int MaxQueueLength = 20;

    private readonly TabSession _tab;
    private readonly ProblemList _problems;
    private readonly ClipIntake _intake;
    private readonly JobCancellation _cancellation;
    private readonly ClipDeletion _deletion;
    private readonly JobFollower _follower;
    private readonly UploadTickets _tickets;
    private readonly MarketBoard _board;
    private readonly TabConnection _connection;
    private readonly long _maxBytes;

    // What the circuit's own thread and those of the followers change alike.
    private readonly Lock _gate = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private Following? _following;
    private Upload? _upload;
    private bool _isOffering;
    private bool _isGivenBack;

    public DashboardState(
        TabSession tab, ProblemList problems, ClipIntake intake, JobCancellation cancellation, ClipDeletion deletion,
        JobFollower follower, UploadTickets tickets, MarketBoard board, TabConnection connection,
        IOptions<StreamBetOptions> options)
    {
        (_tab, _problems) = (tab, problems);
        (_intake, _cancellation, _deletion, _follower) = (intake, cancellation, deletion, follower);
        (_tickets, _board, _connection) = (tickets, board, connection);
        _maxBytes = options.Value.MaxUploadBytes;
        _connection.Joined += OnJoined;
    }

    /// <summary>The bets: the active markets, newest first and practice markets last; then those that ended, the last
    /// first.</summary>
    public IReadOnlyList<MarketView> Markets { get; private set; } = [];

    /// <summary>The markets that the next clip decides.</summary>
    public BindingChoice Choice { get; private set; } = BindingChoice.Practice;

    /// <summary>Whether anyone may see the evidence frames of the next clip.</summary>
    public bool SharesFrames { get; private set; }

    /// <summary>The selected file with its markets: being sent, or sent last. Null when this tab has none.</summary>
    public TabClip? Clip { get; private set; }

    /// <summary>The clips that wait for the one before them.</summary>
    public ImmutableList<TabClip> Queue { get; private set; } = [];

    /// <summary>What went wrong, the oldest first, until it is dismissed.</summary>
    public ImmutableList<Problem> Problems => _problems.All;

    /// <summary>The job that is shown; null when none is.</summary>
    public Guid? JobId { get; private set; }

    /// <summary>The job with its progress, its analysis and its verdicts; null until it was read.</summary>
    public JobView? Job { get; private set; }

    /// <summary>How fast the clip comes in; null when nothing is known of it.</summary>
    public double? BytesPerSecond { get; private set; }

    /// <summary>The address of the dashboard as it is: with the job that is shown.</summary>
    public string Address => JobId is { } shown ? $"/jobs/{shown}" : "/";

    /// <summary>Whether a clip is on its way: offered, uploaded or analysed.</summary>
    public bool IsAnalyzing => _isOffering || Job is { Job.IsEnded: false };

    /// <summary>Whether the job's clip can be sent again with one click: it did not get through, and this tab still has the
    /// file.</summary>
    public bool CanRetry => FileOfJob is not null && Job is { Job.CanRetry: true };

    /// <summary>The file of the job that is shown; null when this tab does not have it.</summary>
    public ClipFile? FileOfJob => Clip is { JobId: { } own, File: var file } && own == JobId ? file : null;

    /// <summary>The tab's files; set by what takes them, which is there whatever page is shown.</summary>
    public ITabFiles? Files { get; set; }

    // Another clip waits as long as this is so.
    private bool IsBusy => _isOffering || (_following is { IsOver: false } && Job is not { Job.IsEnded: true });

    /// <summary>Follows the bets.</summary>
    public void Begin() => Run(WatchMarketsAsync);

    /// <summary>Shows a job, or none. A clip that is on its way from this tab is not left: it would go on unseen, and the next one
    /// beside it.</summary>
    public void Show(Guid? jobId)
    {
        lock (_gate)
        {
            if (jobId == JobId || (IsBusy && (_isOffering || FileOfJob is not null)))
                return;
            Clip = null;
        }

        _problems.Clear();
        Follow(jobId);
    }

    /// <summary>Takes files that were dropped or chosen: checks what can be told at once, and sends the first when nothing else is
    /// on its way. The others wait. A file that was taken before is not taken again.</summary>
    public async Task TakeAsync(IReadOnlyList<ClipFile> files)
    {
        var fresh = files.Where(file => _taken.Add(file.Id)).ToList();
        if (fresh.Count == 0)
            return;

        // Taking files answers what was said before, but for the clips that can still be sent again.
        _problems.DismissAnswered();
        foreach (var file in fresh)
        {
            try
            {
                new ClipOffer(file.Name, file.Size, []).Ensure(_maxBytes);
                Enqueue(file);
            }
            catch (RefusedException refused)
            {
                _problems.Add($"{file.Name}: {refused.Message}");
            }
        }

        // Agreed to for what was taken, and for nothing that is dropped later without a look at it.
        SharesFrames = false;
        _tab.Notify(TabAreas.Clip | TabAreas.Markets);
        await StartNextAsync();
    }

    /// <summary>Takes note that the browser could not send a file. What the server itself knows of the upload comes before
    /// it.</summary>
    public Task SendFailedAsync(string fileId, SendFailure why)
    {
        if (_upload is not { } upload || upload.File.Id != fileId)
            return Task.CompletedTask;
        if (why == SendFailure.Changed)
        {
            lock (_gate)
                Clip = null;
        }

        return _tickets.AbandonAsync(upload.JobId, UploadRefusals.Of(why));
    }

    /// <summary>Sends the job's clip again, which did not get through.</summary>
    public Task RetryAsync() => CanRetry ? SendAgainAsync(Clip!) : Task.CompletedTask;

    /// <summary>Sends the clip of a problem again.</summary>
    public Task RetryAsync(Problem problem)
    {
        _problems.Dismiss(problem);
        return problem.Clip is null ? Task.CompletedTask : SendAgainAsync(problem.Clip);
    }

    /// <summary>Removes a problem.</summary>
    public void Dismiss(Problem problem) => _problems.Dismiss(problem);

    /// <summary>Takes a waiting clip out of the queue.</summary>
    public void Remove(TabClip clip)
    {
        lock (_gate)
            Queue = Queue.Remove(clip);
        _tab.Notify(TabAreas.Clip);
    }

    /// <summary>Chooses whether the next clip decides a market.</summary>
    public void Choose(Market market, bool isChosen)
    {
        lock (_gate)
            Choice = Choice.With(market, isChosen);
        _tab.Notify(TabAreas.Markets);
    }

    /// <summary>Agrees, or not, that anyone may see the evidence frames of the next clip.</summary>
    public void ShareFrames(bool isAgreed)
    {
        SharesFrames = isAgreed;
        _tab.Notify(TabAreas.Clip);
    }

    /// <summary>Deletes the name and the evidence frames of the job's clip.</summary>
    /// <returns>Why not; null when they are gone.</returns>
    public async Task<Refusal?> DeleteClipAsync()
    {
        if (JobId is not { } jobId)
            return null;
        var refusal = await _tab.TryAsync(closed => _deletion.DeleteAsync(jobId, _tab.Caller, closed));
        if (refusal is null)
            Follow(jobId);
        return refusal;
    }

    /// <summary>Cancels the job.</summary>
    public async Task CancelAsync()
    {
        if (JobId is not { } jobId)
            return;
        var refusal = await _tab.TryAsync(async closed =>
        {
            await _cancellation.CancelAsync(jobId, _tab.Caller, closed);
            _tickets.Forget(jobId);
            if (_upload is { } upload && upload.JobId == jobId && Files is not null)
                await Files.StopAsync(upload.File);
        });
        if (refusal is not null)
            _problems.Add(refusal.Sentence);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _connection.Joined -= OnJoined;
        Guid? unsent;
        lock (_gate)
        {
            _isClosed = true;
            unsent = _upload?.JobId;
        }

        if (unsent is { } jobId)
            await _tickets.AbandonAsync(jobId, UploadTickets.NeverCame);
    }
}
