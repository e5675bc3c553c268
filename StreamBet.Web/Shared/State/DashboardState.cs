using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.Jobs;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Web.Shared.State;

/// <summary>The state of one tab's dashboard: the selected clip, its analysis, the markets and the problems. It starts
/// a clip's upload and analysis, follows the job and publishes its progress. It lives as long as its circuit; the
/// database holds what must outlive that. Its values are immutable and replaced as a whole, so it can be rendered at
/// any moment.</summary>
internal sealed partial class DashboardState : IAsyncDisposable
{
    /// <summary>The maximum number of waiting clips per tab.</summary>
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
    private readonly PersistentComponentState _kept;
    private readonly long _maxBytes;

    // Guards what the circuit's thread and the followers both change.
    private readonly Lock _gate = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private Following? _following;
    private Upload? _upload;
    private bool _isOffering;
    private bool _isGivenBack;

    public DashboardState(
        TabSession tab, ProblemList problems, ClipIntake intake, JobCancellation cancellation, ClipDeletion deletion,
        JobFollower follower, UploadTickets tickets, MarketBoard board, TabConnection connection,
        PersistentComponentState kept, IOptions<StreamBetOptions> options)
    {
        (_tab, _problems) = (tab, problems);
        (_intake, _cancellation, _deletion, _follower) = (intake, cancellation, deletion, follower);
        (_tickets, _board, _connection, _kept) = (tickets, board, connection, kept);
        _maxBytes = options.Value.MaxUploadBytes;
        _connection.Joined += OnJoined;
    }

    /// <summary>The markets: active ones, newest first with practice markets last, then ended ones, latest
    /// first.</summary>
    public IReadOnlyList<MarketView> Markets { get; private set; } = [];

    /// <summary>The markets that the next clip will decide.</summary>
    public BindingChoice Choice { get; private set; } = BindingChoice.Practice;

    /// <summary>Whether anyone may see the frames of the next clips. Set beforehand, and kept as the person leaves it.</summary>
    public bool SharesFrames { get; private set; } = true;

    /// <summary>Whether the text in the next clips is read. Kept as the person leaves it.</summary>
    public bool ReadsText { get; private set; }

    /// <summary>The clip that is being sent or was sent last, with its markets; null when this tab has none.</summary>
    public TabClip? Clip { get; private set; }

    /// <summary>The clips that wait for their turn.</summary>
    public ImmutableList<TabClip> Queue { get; private set; } = [];

    /// <summary>The problems, oldest first, until they are dismissed.</summary>
    public ImmutableList<Problem> Problems => _problems.All;

    /// <summary>The job on display; null when there is none.</summary>
    public Guid? JobId { get; private set; }

    /// <summary>The job with its progress, analysis and verdicts; null until it is read.</summary>
    public JobView? Job { get; private set; }

    /// <summary>The upload speed; null when unknown.</summary>
    public double? BytesPerSecond { get; private set; }

    /// <summary>The dashboard's current address, including the job on display.</summary>
    public string Address => JobId is { } shown ? $"/jobs/{shown}" : "/";

    /// <summary>Whether a clip is being offered, uploaded or analysed.</summary>
    public bool IsAnalyzing => _isOffering || Job is { Job.IsEnded: false };

    /// <summary>Whether the job's clip can be sent again with one click: its upload failed, and this tab still has the
    /// file.</summary>
    public bool CanRetry => FileOfJob is not null && Job is { Job.CanRetry: true };

    /// <summary>The file of the job on display; null when this tab does not have it.</summary>
    public ClipFile? FileOfJob => Clip is { JobId: { } own, File: var file } && own == JobId ? file : null;

    /// <summary>The tab's files; set by the component that takes them, which exists on every page.</summary>
    public ITabFiles? Files
    {
        get;
        set
        {
            field = value;

            // What the circuit before this one has left is sent as soon as the browser can be asked for it.
            if (value is null)
                return;
            OnJoined();
            Run(_ => StartNextAsync());
        }
    }

    // The next clip waits while this is true.
    private bool IsBusy => _isOffering || (_following is { IsOver: false } && Job is not { Job.IsEnded: true });

    /// <summary>Starts following the markets, and goes on with what the circuit before this one has left.</summary>
    public void Begin()
    {
        GoOn();
        KeepForNext();
        Run(WatchMarketsAsync);
    }

    /// <summary>Shows a job, or none. Does nothing while a clip of this tab is in progress: it would continue unseen,
    /// in parallel with the next one.</summary>
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

    /// <summary>Takes dropped or chosen files: checks what can be checked at once, queues them, and sends the first if
    /// nothing else is in progress. A file that was already taken is ignored.</summary>
    public async Task TakeAsync(IReadOnlyList<ClipFile> files)
    {
        var fresh = files.Where(file => _taken.Add(file.Id)).ToList();
        if (fresh.Count == 0)
            return;

        // New files dismiss the earlier problems, except those whose clips can still be sent again.
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

        _tab.Notify(TabAreas.Clip | TabAreas.Markets);
        await StartNextAsync();
        Run(StartAheadAsync);
    }

    /// <summary>Records that the browser could not send a file. What the server knows about the upload takes
    /// precedence.</summary>
    public Task SendFailedAsync(string fileId, SendFailure why)
    {
        if (_uploadAhead is { } ahead && ahead.File.Id == fileId)
            return _tickets.AbandonAsync(ahead.JobId, UploadRefusals.Of(why));
        if (_upload is not { } upload || upload.File.Id != fileId)
            return Task.CompletedTask;
        if (why == SendFailure.Changed)
        {
            lock (_gate)
                Clip = null;
        }

        return _tickets.AbandonAsync(upload.JobId, UploadRefusals.Of(why));
    }

    /// <summary>Sends the job's clip again, if that is possible.</summary>
    public Task RetryAsync() => CanRetry ? SendAgainAsync(Clip!) : Task.CompletedTask;

    /// <summary>Sends the clip of a problem again.</summary>
    public Task RetryAsync(Problem problem)
    {
        _problems.Dismiss(problem);
        return problem.Clip is null ? Task.CompletedTask : SendAgainAsync(problem.Clip);
    }

    /// <summary>Removes a problem.</summary>
    public void Dismiss(Problem problem) => _problems.Dismiss(problem);

    /// <summary>Removes a waiting clip from the queue.</summary>
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

    /// <summary>Chooses a market as the only one besides practice markets that the next clip decides.</summary>
    public void ChooseAlone(Market market)
    {
        lock (_gate)
            Choice = Choice.Next().With(market, isChosen: true);
        _tab.Notify(TabAreas.Markets);
    }

    /// <summary>Chooses the markets again that were chosen before the page was loaded again, as far as a clip can still decide
    /// them.</summary>
    public async Task ChooseAgainAsync(IReadOnlyCollection<long> marketIds)
    {
        if (marketIds.Count == 0)
            return;
        var active = await _board.ReadActiveAsync(_tab.Closed);
        lock (_gate)
        {
            foreach (var market in active.Where(market => marketIds.Contains(market.Id) && !market.IsPractice && market.IsBindableBy(_tab.Caller)))
                Choice = Choice.With(market, isChosen: true);
        }

        _tab.Notify(TabAreas.Markets);
    }

    /// <summary>Sets whether anyone may see the frames of the next clips; those already taken keep theirs.</summary>
    public void ShareFrames(bool isAgreed)
    {
        SharesFrames = isAgreed;
        _tab.Notify(TabAreas.Clip);
    }

    /// <summary>Sets whether the text in the next clips is read.</summary>
    public void ReadText(bool isWanted)
    {
        ReadsText = isWanted;
        _tab.Notify(TabAreas.Clip);
    }

    /// <summary>Deletes the name and the evidence frames of the job's clip.</summary>
    /// <returns>Why they were not deleted; null on success.</returns>
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
    public Task CancelAsync() => JobId is { } jobId ? CancelAsync(jobId, _upload) : Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _connection.Joined -= OnJoined;
        _keeping.Dispose();
        Upload?[] unsent;
        lock (_gate)
        {
            _isClosed = true;
            unsent = [_upload, _uploadAhead];
        }

        foreach (var upload in unsent.OfType<Upload>())
            await _tickets.AbandonAsync(upload.JobId, UploadTickets.NeverCame);
    }

    private async Task CancelAsync(Guid jobId, Upload? upload)
    {
        var refusal = await _tab.TryAsync(async closed =>
        {
            await _cancellation.CancelAsync(jobId, _tab.Caller, closed);
            _tickets.Forget(jobId);
            if (upload?.JobId == jobId && Files is not null)
                await Files.StopAsync(upload.File);
        });
        if (refusal is not null)
            _problems.Add(refusal.Sentence);
    }
}
