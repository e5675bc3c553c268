using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using StreamBet.Core;
using StreamBet.Core.Analysis;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Resolution;
using StreamBet.Web.Uploads;

namespace StreamBet.Web.State;

/// <summary>The parts of the dashboard's state that a component may draw.</summary>
[Flags]
internal enum DashboardAreas
{
    /// <summary>The selected file, those that wait, the job, the error.</summary>
    Clip = 1,

    /// <summary>The markets, and which of them the next clip decides.</summary>
    Markets = 2,

    /// <summary>The person's credits and stakes.</summary>
    Purse = 4,
}

/// <summary>A clip that waits in this tab for the one before it.</summary>
/// <param name="File">The file.</param>
/// <param name="Choice">The markets that it is to decide.</param>
public sealed record QueuedClip(ClipFile File, BindingChoice Choice)
{
    /// <summary>The job that took it; null as long as none did.</summary>
    public Guid? JobId { get; init; }
}

/// <summary>All that one tab shows and does: components draw it and call it. One lives as long as its circuit; what must
/// outlive that is in the database. Everything it shows is replaced and never changed, so that it can be drawn at any
/// moment.</summary>
internal sealed partial class DashboardState : IAsyncDisposable
{
    /// <summary>How many clips may wait in one tab.</summary>
    public const int LongestQueue = 20;

    private static readonly Refusal NeverCame = new(
        RefusalKind.Invalid, "upload_incomplete",
        "The browser did not begin to send the clip. Check the connection and send it again.");

    private readonly ClipIntake _intake;
    private readonly JobCancellation _cancellation;
    private readonly JobFollower _follower;
    private readonly MarketService _marketService;
    private readonly MarketBoard _board;
    private readonly PurseReader _purses;
    private readonly UploadTickets _tickets;
    private readonly long _mostBytes;
    private readonly ILogger<DashboardState> _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();

    private CancellationTokenSource? _following;
    private UploadTicket? _ticket;
    private bool _isStarting;
    private bool _isFollowing;
    private Caller? _caller;

    public DashboardState(
        ClipIntake intake, JobCancellation cancellation, JobFollower follower, MarketService marketService,
        MarketBoard board, PurseReader purses, UploadTickets tickets, IOptions<StreamBetOptions> options,
        ILogger<DashboardState> logger)
    {
        (_intake, _cancellation, _follower, _marketService) = (intake, cancellation, follower, marketService);
        (_board, _purses, _tickets, _logger) = (board, purses, tickets, logger);
        _mostBytes = options.Value.MaxUploadBytes;
    }

    /// <summary>Something in these areas is to be drawn again. Raised on any thread.</summary>
    public event Action<DashboardAreas>? Changed;

    /// <summary>Who looks at the page.</summary>
    /// <exception cref="InvalidOperationException">It has not begun.</exception>
    public Caller Caller => _caller ?? throw new InvalidOperationException("The dashboard has not begun.");

    /// <summary>The active markets, newest first, then the last that ended.</summary>
    public IReadOnlyList<MarketView> Markets { get; set; } = [];

    /// <summary>The person's credits and stakes; null until they were read.</summary>
    public Purse? Purse { get; set; }

    /// <summary>The markets that the next clip decides.</summary>
    public BindingChoice Choice { get; private set; } = BindingChoice.Practice;

    /// <summary>The selected file with its markets: being sent, or sent last. Null when this tab has none.</summary>
    public QueuedClip? Clip { get; set; }

    /// <summary>The clips that wait for the one before them.</summary>
    public ImmutableList<QueuedClip> Queue { get; set; } = [];

    /// <summary>The job that is shown; null when none is.</summary>
    public Guid? JobId { get; set; }

    /// <summary>The job with its progress, its analysis and its verdicts; null until it was read.</summary>
    public JobView? Job { get; set; }

    /// <summary>How fast the clip comes in; null when nothing is known of it.</summary>
    public double? BytesPerSecond { get; set; }

    /// <summary>What was refused or went wrong last, for the person; null when nothing did.</summary>
    public Refusal? Error { get; set; }

    /// <summary>Whether a clip is on its way: offered, uploaded or analysed.</summary>
    public bool IsAnalyzing =>
        _isStarting || (JobId is not null && (Job is { Job.IsEnded: false } || (Job is null && _isFollowing)));

    /// <summary>Whether the job's clip can be sent again with one click: it did not get through, and this tab still has the
    /// file.</summary>
    public bool CanRetry =>
        !IsAnalyzing && Clip is not null && (Clip.JobId is null || Job is not { State: JobState.Completed });

    /// <summary>The file of the job that is shown; null when this tab does not have it.</summary>
    public ClipFile? FileOfJob => Clip is not null && Clip.JobId == JobId ? Clip.File : null;

    /// <summary>The tab's files; set by the part of the page that holds them.</summary>
    public ITabFiles? Files { get; set; }

    /// <summary>Begins for a person: the markets and the purse are followed from now on.</summary>
    public void Begin(Caller caller)
    {
        if (_caller is not null)
            return;
        _caller = caller;
        Run(WatchMarketsAsync);
    }

    /// <summary>Shows a job, or none. A job that is on its way in this tab is not left.</summary>
    public void Show(Guid? jobId)
    {
        if (jobId == JobId || (jobId is null && IsAnalyzing))
            return;
        Error = null;
        Clip = null;
        Follow(jobId);
    }

    /// <summary>Takes files that were dropped or chosen: checks what can be told at once, and sends the first when nothing
    /// else is on its way. The others wait.</summary>
    public async Task TakeAsync(IReadOnlyList<ClipFile> files)
    {
        Error = null;
        foreach (var file in files)
        {
            var refusal = await TryAsync(() =>
            {
                new ClipOffer(file.Name, file.Size, []).Ensure(_mostBytes);
                Enqueue(new QueuedClip(file, Choice));
                return Task.CompletedTask;
            });
            Error ??= About(file, refusal);
        }

        if (Error is null)
            Choice = Choice.Next();
        Notify(DashboardAreas.Clip | DashboardAreas.Markets);
        await StartNextAsync();
    }

    /// <summary>Sends the clip again that did not get through.</summary>
    public async Task RetryAsync()
    {
        lock (_gate)
        {
            if (!CanRetry)
                return;
            Queue = Queue.Insert(0, Clip!);
        }

        Error = null;
        await StartNextAsync();
    }

    /// <summary>Takes a waiting clip out of the queue.</summary>
    public void Remove(QueuedClip clip)
    {
        lock (_gate)
            Queue = Queue.Remove(clip);
        Notify(DashboardAreas.Clip);
    }

    /// <summary>Chooses whether the next clip decides a market.</summary>
    public void Choose(Market market, bool isChosen)
    {
        Choice = Choice.With(market, isChosen);
        Notify(DashboardAreas.Markets);
    }

    /// <summary>Calls the job off.</summary>
    public async Task CancelAsync()
    {
        if (JobId is not { } jobId)
            return;
        Error = await TryAsync(async () =>
        {
            await _cancellation.CancelAsync(jobId, Caller, _closing.Token);
            if (_ticket is { } ticket && ticket.Job.Id == jobId)
            {
                _tickets.Revoke(ticket);
                await (Files?.StopAsync(ticket.File) ?? Task.CompletedTask);
            }
        });
        Notify(DashboardAreas.Clip);
    }

    /// <summary>Forgets the error that is shown.</summary>
    public void DismissError()
    {
        Error = null;
        Notify(DashboardAreas.Clip);
    }

    /// <summary>Stakes on a market.</summary>
    /// <returns>Why not; null when the stake was taken.</returns>
    public async Task<Refusal?> StakeAsync(Market market, Outcome side, long amount)
    {
        var refusal = await TryAsync(() => _marketService.StakeAsync(market.Id, side, amount, Caller, _closing.Token));
        await ReadPurseAsync(_closing.Token);
        return refusal;
    }

    /// <summary>Opens the market that the shown analysis suggests for the next clip.</summary>
    /// <returns>The market, or why it was not opened.</returns>
    public async Task<(Market? Market, Refusal? Refusal)> OpenSuggestedAsync(Suggestion suggestion)
    {
        Market? market = null;
        var refusal = await TryAsync(async () =>
            market = await _marketService.OpenAsync(
                new MarketProposal(
                    suggestion.Question, new Criterion { Labels = [suggestion.Label.Name], Times = suggestion.Times },
                    ClosesIn: null, ClipSha256: null),
                Caller, _closing.Token));
        return (market, refusal);
    }

    /// <summary>Takes note that the browser could not send a file.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="why">Why; what the server itself knows of the upload comes before it.</param>
    /// <param name="isFileGone">Whether the file in this tab can be sent no more.</param>
    public async Task SendFailedAsync(string fileId, Refusal why, bool isFileGone)
    {
        if (_ticket is not { } ticket || ticket.File.Id != fileId)
            return;
        if (isFileGone)
        {
            Clip = null;
            Error = why;
            Notify(DashboardAreas.Clip);
        }

        if (_tickets.Revoke(ticket))
            await _intake.AbandonAsync(ticket.Job, why);
    }

    /// <summary>Streams a clip from the request that bears its ticket to the store.</summary>
    /// <exception cref="RefusedException">Why the clip was not taken.</exception>
    public async Task ReceiveAsync(
        UploadTicket ticket, Stream body, long? announcedBytes, CancellationToken cancellationToken)
    {
        if (announcedBytes is { } bytes && bytes != ticket.File.Size)
        {
            var changed = new Refusal(
                RefusalKind.Conflict, "file_changed",
                "The file is not the one any more that was dropped: its size has changed. Drop it again.");
            await _intake.AbandonAsync(ticket.Job, changed);
            throw new RefusedException(changed);
        }

        await _intake.ReceiveAsync(
            ticket.Job, body, ticket.File.Size, confirmEnd: _ => Task.CompletedTask, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Changed = null;
        if (_ticket is { } ticket && _tickets.Revoke(ticket))
            await _intake.AbandonAsync(ticket.Job, NeverCame);
        _closing.Dispose();
    }
}
