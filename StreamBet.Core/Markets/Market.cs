using StreamBet.Core.Access;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>A question about a clip, on which credits are staked. Its state changes only through these methods; each
/// checks its precondition first and adds an audit entry.</summary>
public sealed partial class Market
{
    /// <summary>The longest time a market takes stakes, and the longest it then waits for a decision.</summary>
    public static readonly TimeSpan MaxOpen = TimeSpan.FromHours(24);

    /// <summary>The shortest time a market takes stakes.</summary>
    public static readonly TimeSpan MinOpen = TimeSpan.FromSeconds(30);

    /// <summary>The most revisions of a market, including the first wording, so that its history stays
    /// readable.</summary>
    public const int MaxRevisions = 50;

    /// <summary>The longest question, in characters.</summary>
    public const int MaxEventLength = 200;

    private readonly List<AuditEntry> _audit = [];

    private Market()
    {
    }

    /// <summary>Its number, from 1.</summary>
    public long Id { get; private set; }

    /// <summary>Its question, as worded by its host.</summary>
    public string Event { get; private set; } = "";

    /// <summary>The criterion that decides it.</summary>
    public Criterion Criterion { get; private set; } = null!;

    /// <summary>Its host's id.</summary>
    public string HostId { get; private set; } = "";

    /// <summary>Whether it is a practice market: practice credits, house stakes on both sides, decided by anyone's
    /// clip.</summary>
    public bool IsPractice { get; private set; }

    /// <summary>Its state.</summary>
    public MarketState State { get; private set; }

    /// <summary>The stakes on its sides.</summary>
    public Pool Pool { get; private set; }

    /// <summary>How many people hold a stake in it; the house is not counted.</summary>
    public int Stakers { get; private set; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>When it stops taking stakes, as announced, unless a clip is bound first. One that
    /// <see cref="LocksAtRandom"/> stops up to <see cref="HiddenFor"/> earlier.</summary>
    public DateTimeOffset ClosesAt { get; private set; }

    /// <summary>How long its odds and pool are hidden before <see cref="ClosesAt"/>; zero if they never are.</summary>
    public TimeSpan HiddenFor { get; private set; }

    /// <summary>Whether it locks at a random moment of the time in which its odds and pool are hidden.</summary>
    public bool LocksAtRandom => LocksAt is not null;

    /// <summary>When its odds and pool become hidden; null if they never do, or no more.</summary>
    public DateTimeOffset? HidesAt => State == MarketState.Open && HiddenFor > TimeSpan.Zero ? ClosesAt - HiddenFor : null;

    /// <summary>When it stopped taking stakes; null while open.</summary>
    public DateTimeOffset? LockedAt { get; private set; }

    /// <summary>When it was resolved or voided.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The job whose clip is bound to it; null if none.</summary>
    public Guid? JobId { get; private set; }

    /// <summary>SHA-256 (64 lower-case hex digits) of the only clip that may decide it: set when the bound clip
    /// arrives, or from the start if its host committed to one; otherwise null.</summary>
    public string? ClipSha256 { get; private set; }

    /// <summary>Whether the whole bound clip has arrived; after that its host can neither void nor rebind.</summary>
    public bool IsClipHere { get; private set; }

    /// <summary>The latest verdict of a clip, decided or not; null before the first. People may have decided
    /// otherwise; see <see cref="Outcome"/>.</summary>
    public Verdict? Verdict { get; private set; }

    /// <summary>How long people may challenge a clip's verdict before it is paid out; zero if they can't.</summary>
    public TimeSpan ChallengeWindow { get; private set; }

    /// <summary>How long people may object to what its host proposes in a review.</summary>
    public TimeSpan ObjectionWindow { get; private set; } = Review.DefaultObjectionWindow;

    /// <summary>The ids of those whom its host named moderators: they may bind, lock and propose, and hold no stake.</summary>
    public IReadOnlyList<string> ModeratorIds { get; private set; } = [];

    /// <summary>When its verdict is paid out unless somebody challenges it; null while there is none.</summary>
    public DateTimeOffset? PaysAt { get; private set; }

    /// <summary>Its review; null if it never had one.</summary>
    public Review? Review { get; private set; }

    /// <summary>Who decided how it ended; null until then, and if it ended before version 3 of receipts.</summary>
    public DecidedBy? DecidedBy { get; private set; }

    /// <summary>From when on the clock has to look after it; null once it has ended. For a market that locks at random it is the
    /// start of the time in which it may.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>The version of the rule that decides it, from 1.</summary>
    public int Rule { get; private set; } = CriterionEvaluator.Version;

    /// <summary>The revision of its question and criterion, from 1.</summary>
    public int Revision { get; private set; } = 1;

    /// <summary>Whether anyone has staked on it; after that its question and criterion can't be edited.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Whether the operator took it off the lists. It goes on as usual, and has its own page.</summary>
    public bool IsUnlisted { get; private set; }

    /// <summary>The evidence for the latest verdict: the moments that counted, or the best that did not; empty before
    /// the first.</summary>
    public IReadOnlyList<Evidence> Evidence { get; private set; } = [];

    // The moment drawn for a random lock. Private, so that nobody can be told it before.
    private DateTimeOffset? LocksAt { get; set; }

    /// <summary>Its state changes, oldest first, as far as loaded.</summary>
    public IReadOnlyList<AuditEntry> Audit => _audit;

    /// <summary>The currency it is staked in.</summary>
    public Currency Currency => IsPractice ? Currency.Practice : Currency.Credits;

    /// <summary>Whether it has not ended.</summary>
    public bool IsActive => State is not (MarketState.Resolved or MarketState.Void);

    /// <summary>Whether it has a receipt: it has ended, and if that was before version 3 of receipts, not as void.</summary>
    public bool HasReceipt => State == MarketState.Resolved || DecidedBy is not null;

    /// <summary>Whether people decide it, with no criterion for a clip to meet.</summary>
    public bool IsByPeople => Criterion.IsByPeople;

    /// <summary>Whether all its stakes are on one side, so that nobody can win anything.</summary>
    public bool IsOneSided => Pool.Yes == 0 != (Pool.No == 0);

    /// <summary>How it ended, YES or NO; null while active, and if it is void.</summary>
    public Outcome? Outcome => State == MarketState.Resolved
        ? DecidedBy switch
        {
            Markets.DecidedBy.Operator => Review!.Ruling!.Outcome,
            Markets.DecidedBy.Host => Review!.Proposal!.Outcome,
            _ => Verdict!.Outcome,
        }
        : null;

    /// <summary>When it is voided unless decided first; null while open.</summary>
    public DateTimeOffset? VoidsAt => LockedAt + MaxOpen;

    /// <summary>Opens a market.</summary>
    /// <param name="host">The host's id.</param>
    /// <param name="asked">What the host asked for; its criterion is already checked.</param>
    /// <param name="isPractice">Whether it is a practice market.</param>
    /// <param name="moderators">The ids of the host's moderators.</param>
    /// <param name="now">The current time.</param>
    /// <param name="draw">A random number, 0 to under 1, that nobody can foresee: where in the time that it may lock at random
    /// it will.</param>
    /// <exception cref="RefusedException">A part is invalid (422).</exception>
    public static Market Open(
        string host, NewMarket asked, bool isPractice, IReadOnlyList<string> moderators, DateTimeOffset now, double draw = 0)
    {
        asked.EnsureTimes();
        if (asked.ClipSha256 is { } sha256 && !(sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)))
            throw Wrong("clip_sha256", "A SHA-256 is 64 lower-case hex digits.");

        var market = new Market
        {
            Event = CheckEvent(asked.Event),
            Criterion = asked.Criterion ?? Criterion.ByPeople,
            HostId = host,
            IsPractice = isPractice,
            OpenedAt = now,
            ClosesAt = now + asked.ClosesIn,
            HiddenFor = asked.HiddenFor,
            LocksAt = asked.Closing.IsRandom ? now + asked.ClosesIn - asked.HiddenFor * (1 - draw) : null,
            ClipSha256 = asked.ClipSha256,
            ChallengeWindow = isPractice ? TimeSpan.Zero : asked.ChallengeWindow,
            ObjectionWindow = asked.ObjectionWindow,
            ModeratorIds = moderators,
        };
        market.DueAt = market.OpenDueAt;
        market._audit.Add(new AuditEntry(host, now, null, MarketState.Open, "Opened."));
        return market;
    }

    /// <summary>Takes over the present version of the rule.</summary>
    /// <exception cref="InvalidOperationException">Somebody has staked on it, under the rule that it was opened by.</exception>
    public void AdoptRule()
    {
        if (Pool.Total > 0)
            throw new InvalidOperationException($"Market {Id} has stakes and keeps its rule.");
        (Rule, Verdict, Evidence) = (CriterionEvaluator.Version, null, []);
    }

    /// <summary>Whether it takes stakes at this time.</summary>
    public bool CanStake(DateTimeOffset now) => State == MarketState.Open && now < (LocksAt ?? ClosesAt);

    /// <summary>Whether its odds, its pool and all stakes but a person's own are hidden from everyone at this time: in its last
    /// seconds, until it is locked.</summary>
    public bool IsPoolHidden(DateTimeOffset now) => HidesAt <= now;

    /// <summary>The stakes on its sides as anyone may see them at this time; null while they are hidden.</summary>
    public Pool? ShownPool(DateTimeOffset now) => IsPoolHidden(now) ? null : Pool;

    /// <summary>Whether the question and the criterion can still be edited: only before the first stake. While its
    /// pool is hidden, nobody can, whatever this says.</summary>
    public bool CanEdit => State == MarketState.Open && !IsFrozen && !IsPractice;

    /// <summary>Whether it can be closed to stakes before its closing time.</summary>
    public bool CanLock => State == MarketState.Open && !IsPractice;

    /// <summary>Whether a clip can be bound: the market is open or locked, and no clip is bound.</summary>
    public bool CanBind => JobId is null && State is (MarketState.Open or MarketState.Locked);

    /// <summary>Whether its clip's verdict waits for a challenge before it is paid out.</summary>
    public bool IsAwaitingPayout => State == MarketState.Deciding && PaysAt is not null;

    /// <summary>The facts that decide who may do what with it.</summary>
    public MarketFacts Facts => new(
        HostId, IsPractice, IsUndecided: IsActive && State != MarketState.Review && PaysAt is null, IsClipHere, ModeratorIds);

    /// <summary>Whether this person can bind a clip to it now.</summary>
    public bool IsBindableBy(Caller caller) => CanBind && MarketAccess.MayBind(caller, Facts);

    /// <summary>Whether the clock has to do something about it now.</summary>
    public bool IsDue(DateTimeOffset now) => DueAt <= now && !CanStake(now);

    private DateTimeOffset OpenDueAt => LocksAtRandom ? ClosesAt - HiddenFor : ClosesAt;

    private void Move(MarketState to, string by, DateTimeOffset now, string why)
    {
        if (!to.CanFollow(State))
            throw new InvalidOperationException($"Market {Id} cannot go from {State} to {to}.");
        _audit.Add(new AuditEntry(by, now, State, to, why));
        State = to;
        DueAt = to switch
        {
            MarketState.Open => OpenDueAt,
            MarketState.Locked => VoidsAt,
            MarketState.Deciding => PaysAt ?? VoidsAt,
            MarketState.Review => Review!.Deadline,
            _ => null,
        };
    }

    private void Require(bool condition, string code, string state)
    {
        if (!condition)
            throw new RefusedException(RefusalKind.Conflict, code, $"Market {Id} {state}.");
    }

    private static string CheckEvent(string question) => DisplayText.Check(
        question, MaxEventLength, "event", $"The question must be one line of 1 to {MaxEventLength} characters.");

    private static RefusedException Wrong(string code, string sentence) =>
        new(RefusalKind.Unprocessable, code, sentence);
}
