using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Web.Features.Account;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Features.Receipts;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.Jobs;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Web.Shared.State;

/// <summary>All that one tab shows and does: components draw it and call it. One lives as long as its circuit; what must
/// outlive that is in the database. Everything it shows is replaced and never changed, so that it can be drawn at any
/// moment.</summary>
internal sealed partial class DashboardState : IAsyncDisposable
{
    /// <summary>How many clips may wait in one tab.</summary>
    public const int MaxQueueLength = 20;

    private const int MaxProblems = 5;

    private readonly ClipIntake _intake;
    private readonly JobCancellation _cancellation;
    private readonly JobFollower _follower;
    private readonly ClipDeletion _deletion;
    private readonly MarketService _marketService;
    private readonly Staking _staking;
    private readonly MarketBoard _board;
    private readonly PurseReader _purses;
    private readonly MarketReader _reader;
    private readonly StakeBookReader _books;
    private readonly Naming _naming;
    private readonly ReceiptDesk _receipts;
    private readonly UploadTickets _tickets;
    private readonly TabConnection _connection;
    private readonly long _maxBytes;
    private readonly ILogger<DashboardState> _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;

    // What the circuit's own thread and those of the followers change alike.
    private readonly Lock _gate = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private Following? _following;
    private UploadTicket? _ticket;
    private bool _isOffering;
    private bool _isGivenBack;
    private Caller? _caller;

    public DashboardState(
        ClipIntake intake, JobCancellation cancellation, ClipDeletion deletion, JobFollower follower, MarketService marketService,
        Staking staking, MarketBoard board, PurseReader purses, MarketReader reader, StakeBookReader books,
        Naming naming, ReceiptDesk receipts, UploadTickets tickets, TabConnection connection,
        IOptions<StreamBetOptions> options, ILogger<DashboardState> logger)
    {
        (_intake, _cancellation, _deletion, _follower) = (intake, cancellation, deletion, follower);
        (_marketService, _staking, _board) = (marketService, staking, board);
        (_purses, _reader, _books, _naming, _receipts) = (purses, reader, books, naming, receipts);
        (_tickets, _connection, _logger) = (tickets, connection, logger);
        _maxBytes = options.Value.MaxUploadBytes;
        _closed = _closing.Token;
        _connection.Joined += OnJoined;
    }

    /// <summary>Something in these areas is to be drawn again. Raised on any thread.</summary>
    public event Action<DashboardAreas>? Changed;

    /// <summary>Who looks at the page.</summary>
    /// <exception cref="InvalidOperationException">It has not begun.</exception>
    public Caller Caller => _caller ?? throw new InvalidOperationException("The dashboard has not begun.");

    /// <summary>The active markets, newest first and practice markets last; then those that ended, the last first.</summary>
    public IReadOnlyList<MarketView> Markets { get; private set; } = [];

    /// <summary>The person's credits and stakes; null until they were read.</summary>
    public Purse? Purse { get; private set; }

    /// <summary>The markets that the next clip decides.</summary>
    public BindingChoice Choice { get; private set; } = BindingChoice.Practice;

    /// <summary>Whether anyone may see the evidence frames of the next clip.</summary>
    public bool SharesFrames { get; private set; }

    /// <summary>The selected file with its markets: being sent, or sent last. Null when this tab has none.</summary>
    public TabClip? Clip { get; private set; }

    /// <summary>The clips that wait for the one before them.</summary>
    public ImmutableList<TabClip> Queue { get; private set; } = [];

    /// <summary>What went wrong, the oldest first, until it is dismissed.</summary>
    public ImmutableList<Problem> Problems { get; private set; } = [];

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

    /// <summary>Begins for a person: the markets and the purse are followed from now on.</summary>
    public void Begin(Caller caller)
    {
        if (_caller is not null)
            return;
        _caller = caller;
        Run(WatchMarketsAsync);
    }

    /// <summary>Shows a job, or none. A clip that is on its way from this tab is not left: it would go on unseen, and the next
    /// one beside it.</summary>
    public void Show(Guid? jobId)
    {
        lock (_gate)
        {
            if (jobId == JobId || (IsBusy && (_isOffering || FileOfJob is not null)))
                return;
            Problems = [];
            Clip = null;
        }

        Follow(jobId);
    }

    /// <summary>Takes files that were dropped or chosen: checks what can be told at once, and sends the first when nothing
    /// else is on its way. The others wait. A file that was taken before is not taken again.</summary>
    public async Task TakeAsync(IReadOnlyList<ClipFile> files)
    {
        var fresh = files.Where(file => _taken.Add(file.Id)).ToList();
        if (fresh.Count == 0)
            return;

        // What was said is answered by this, but for the clips that can still be sent again.
        lock (_gate)
            Problems = Problems.RemoveAll(problem => problem.Clip is null);
        foreach (var file in fresh)
        {
            try
            {
                new ClipOffer(file.Name, file.Size, []).Ensure(_maxBytes);
                Enqueue(new TabClip(file, Choice) { SharesFrames = SharesFrames });
                Choice = Choice.Next();
            }
            catch (RefusedException refused)
            {
                Report($"{file.Name}: {refused.Message}");
            }
        }

        // Agreed to for what was taken, and for nothing that is dropped later without a look at it.
        SharesFrames = false;
        Notify(DashboardAreas.Clip | DashboardAreas.Markets);
        await StartNextAsync();
    }

    /// <summary>Sends the job's clip again, which did not get through.</summary>
    public Task RetryAsync() => CanRetry ? SendAgainAsync(Clip!) : Task.CompletedTask;

    /// <summary>Sends the clip of a problem again.</summary>
    public Task RetryAsync(Problem problem)
    {
        Dismiss(problem);
        return problem.Clip is null ? Task.CompletedTask : SendAgainAsync(problem.Clip);
    }

    /// <summary>Forgets a problem.</summary>
    public void Dismiss(Problem problem)
    {
        lock (_gate)
            Problems = Problems.Remove(problem);
        Notify(DashboardAreas.Clip);
    }

    /// <summary>Takes a waiting clip out of the queue.</summary>
    public void Remove(TabClip clip)
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

    /// <summary>Agrees, or not, that anyone may see the evidence frames of the next clip.</summary>
    public void ShareFrames(bool isAgreed)
    {
        SharesFrames = isAgreed;
        Notify(DashboardAreas.Clip);
    }

    /// <summary>Deletes the name and the evidence frames of the job's clip.</summary>
    /// <returns>Why not; null when they are gone.</returns>
    public async Task<Refusal?> DeleteClipAsync()
    {
        if (JobId is not { } jobId)
            return null;
        var refusal = await TryAsync(() => _deletion.DeleteAsync(jobId, Caller, _closed));
        if (refusal is null)
            Follow(jobId);
        return refusal;
    }

    /// <summary>Calls the job off.</summary>
    public async Task CancelAsync()
    {
        if (JobId is not { } jobId)
            return;
        var refusal = await TryAsync(async () =>
        {
            // First, so that no upload begins any more.
            var ticket = _ticket?.Job.Id == jobId ? _ticket : null;
            if (ticket is not null)
                _tickets.Revoke(ticket);
            await _cancellation.CancelAsync(jobId, Caller, _closed);
            if (ticket is not null && Files is not null)
                await Files.StopAsync(ticket.File);
        });
        if (refusal is not null)
            Report(refusal.Sentence);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _connection.Joined -= OnJoined;
        Changed = null;
        await _closing.CancelAsync();
        await _tickets.AbandonAllAsync(this, UploadTickets.NeverCame);
        _closing.Dispose();
    }
}
