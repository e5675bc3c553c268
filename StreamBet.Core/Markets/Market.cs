using StreamBet.Core.Access;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>A question about a clip, on which credits are staked. Its state changes only through these methods; each
/// checks its precondition first and adds an audit entry.</summary>
public sealed class Market
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

    /// <summary>When it was opened.</summary>
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>When it stops taking stakes, unless a clip is bound first.</summary>
    public DateTimeOffset ClosesAt { get; private set; }

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

    /// <summary>The latest verdict, decided or not; null before the first.</summary>
    public Verdict? Verdict { get; private set; }

    /// <summary>The version of the rule that decides it, from 1.</summary>
    public int Rule { get; private set; } = CriterionEvaluator.Version;

    /// <summary>The revision of its question and criterion, from 1.</summary>
    public int Revision { get; private set; } = 1;

    /// <summary>Whether anyone has staked on it; after that its question and criterion can't be edited.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>The evidence for the latest verdict: the moments that counted, or the best that did not; empty before
    /// the first.</summary>
    public IReadOnlyList<Evidence> Evidence { get; private set; } = [];

    /// <summary>Its state changes, oldest first, as far as loaded.</summary>
    public IReadOnlyList<AuditEntry> Audit => _audit;

    /// <summary>The currency it is staked in.</summary>
    public Currency Currency => IsPractice ? Currency.Practice : Currency.Credits;

    /// <summary>Whether it has not ended.</summary>
    public bool IsActive => State is MarketState.Open or MarketState.Locked or MarketState.Deciding;

    /// <summary>When it is voided unless decided first; null while open.</summary>
    public DateTimeOffset? VoidsAt => LockedAt + MaxOpen;

    /// <summary>Opens a market.</summary>
    /// <param name="host">The host's id.</param>
    /// <param name="question">Its question; surrounding white space is removed.</param>
    /// <param name="criterion">Its criterion, already checked.</param>
    /// <param name="closesIn">How long it takes stakes, <see cref="MinOpen"/> to <see cref="MaxOpen"/>.</param>
    /// <param name="clipSha256">The clip that the host commits to, or null.</param>
    /// <param name="isPractice">Whether it is a practice market.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="RefusedException">A part is invalid (422).</exception>
    public static Market Open(
        string host, string question, Criterion criterion, TimeSpan closesIn, string? clipSha256, bool isPractice,
        DateTimeOffset now)
    {
        question = CheckEvent(question);
        if (closesIn < MinOpen || closesIn > MaxOpen)
            throw Wrong("closing_time", "A market takes stakes for 30 seconds to 24 hours.");
        if (clipSha256 is not null && !(clipSha256.Length == 64 && clipSha256.All(char.IsAsciiHexDigitLower)))
            throw Wrong("clip_sha256", "A SHA-256 is 64 lower-case hex digits.");

        var market = new Market
        {
            Event = question,
            Criterion = criterion,
            HostId = host,
            IsPractice = isPractice,
            OpenedAt = now,
            ClosesAt = now + closesIn,
            ClipSha256 = clipSha256,
        };
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
    public bool CanStake(DateTimeOffset now) => State == MarketState.Open && now < ClosesAt;

    /// <summary>Whether the question and the criterion can still be edited: only before the first stake.</summary>
    public bool CanEdit => State == MarketState.Open && !IsFrozen && !IsPractice;

    /// <summary>Whether it can be closed to stakes before its closing time.</summary>
    public bool CanLock => State == MarketState.Open && !IsPractice;

    /// <summary>Whether a clip can be bound: the market is open or locked, and no clip is bound.</summary>
    public bool CanBind => JobId is null && State is (MarketState.Open or MarketState.Locked);

    /// <summary>The facts that decide who may do what with it.</summary>
    public MarketFacts Facts => new(HostId, IsPractice, IsActive, IsClipHere);

    /// <summary>Whether this person can bind a clip to it now.</summary>
    public bool IsBindableBy(Caller caller) => CanBind && MarketAccess.MayBind(caller, Facts);

    /// <summary>Whether it is open past its closing time.</summary>
    public bool IsClosingDue(DateTimeOffset now) => State == MarketState.Open && now >= ClosesAt;

    /// <summary>Whether it has waited too long for a decision.</summary>
    public bool IsVoidDue(DateTimeOffset now) => State is (MarketState.Locked or MarketState.Deciding) && now >= VoidsAt;

    /// <summary>Edits the question and the criterion.</summary>
    /// <param name="question">The new question.</param>
    /// <param name="criterion">The new criterion, already checked.</param>
    /// <param name="by">The id of the person who edits it.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="RefusedException">Someone has staked on it, it is not open, or it has too many revisions (409);
    /// a part is invalid (422).</exception>
    public void Edit(string question, Criterion criterion, string by, DateTimeOffset now)
    {
        question = CheckEvent(question);
        Require(CanEdit, "criterion_frozen", "can't be edited: somebody has staked on it, or it is closed");
        if (question == Event && criterion == Criterion)
            return;
        Require(Revision < MaxRevisions, "criterion_frozen", $"can't be edited again: the limit is {MaxRevisions} revisions");
        (Event, Criterion, Revision) = (question, criterion, Revision + 1);
        Move(MarketState.Open, by, now, $"Now asks \"{question}\": {criterion.ToSentence()}.");
    }

    /// <summary>Adds a stake to the pool.</summary>
    public void AddStake(Outcome side, long amount)
    {
        Pool = Pool.With(side, amount);
        IsFrozen = true;
    }

    /// <summary>Removes a stake that was refunded before the decision.</summary>
    public void RemoveStake(Outcome side, long amount) => Pool = Pool.With(side, -amount);

    /// <summary>Closes it to stakes at its closing time.</summary>
    public void Close(DateTimeOffset now)
    {
        LockedAt = now;
        Move(MarketState.Locked, Caller.SystemId, now, "Closing time reached.");
    }

    /// <summary>Closes it to stakes now, before its closing time.</summary>
    /// <exception cref="RefusedException">It is not open (409).</exception>
    public void Lock(string by, DateTimeOffset now)
    {
        Require(CanLock, "market_not_open", "can't be locked: it is not open");

        // Moved forward, so that the market stays closed if a bound clip never arrives.
        (LockedAt, ClosesAt) = (now, now);
        Move(MarketState.Locked, by, now, "Locked before its closing time.");
    }

    /// <summary>Binds a clip that is about to be uploaded; this locks the market.</summary>
    public void Bind(Guid jobId, string by, DateTimeOffset now)
    {
        Require(CanBind, "market_not_bindable", "can't take a clip: it is bound to another one, or has ended");
        JobId = jobId;
        LockedAt ??= now;
        Move(MarketState.Locked, by, now, "A clip was bound to it.");
    }

    /// <summary>Records that the bound clip has arrived; now only these bytes may decide the market.</summary>
    public void AcceptClip(string sha256, string by, DateTimeOffset now)
    {
        ClipSha256 = sha256;
        IsClipHere = true;
        Move(MarketState.Deciding, by, now, $"The clip with SHA-256 {sha256} is here and decides.");
    }

    /// <summary>Unbinds a clip that never arrived: the market opens again, or stays locked after its closing
    /// time.</summary>
    public void Release(string by, DateTimeOffset now, string why)
    {
        JobId = null;
        if (IsClipHere || now >= ClosesAt)
        {
            Move(MarketState.Locked, by, now, why);
            return;
        }

        LockedAt = null;
        Move(MarketState.Open, by, now, why);
    }

    /// <summary>Unbinds a clip whose analysis failed. Only the same clip may be sent again; a practice market accepts any
    /// clip.</summary>
    public void Unbind(string by, DateTimeOffset now, string why)
    {
        (Verdict, Evidence) = (null, []);
        if (IsPractice)
        {
            ClipSha256 = null;
            IsClipHere = false;
        }

        Release(by, now, why);
    }

    /// <summary>Decides it.</summary>
    public void Resolve(
        Guid jobId, Verdict verdict, IReadOnlyList<Evidence> evidence, string by, DateTimeOffset now)
    {
        Require(IsActive, "market_ended", "has ended");
        JobId = jobId;
        LockedAt ??= now;
        EndedAt = now;
        (Verdict, Evidence) = (verdict, evidence);
        Move(
            MarketState.Resolved, by, now, $"Decided {(verdict.Outcome == Outcome.Yes ? "YES" : "NO")} and paid out.");
    }

    /// <summary>Ends it undecided by its clip.</summary>
    /// <param name="verdict">The verdict, without an outcome.</param>
    /// <param name="evidence">The moments that show what was seen.</param>
    /// <param name="by">Who ends it.</param>
    /// <param name="now">The current time.</param>
    public void LeaveUndecided(Verdict verdict, IReadOnlyList<Evidence> evidence, string by, DateTimeOffset now)
    {
        (Verdict, Evidence) = (verdict, evidence);
        MakeVoid(by, now, $"Not decided: {verdict.Reason}");
    }

    /// <summary>Ends it without a decision.</summary>
    public void MakeVoid(string by, DateTimeOffset now, string why)
    {
        Require(IsActive, "market_ended", "has ended");
        EndedAt = now;
        Move(MarketState.Void, by, now, why);
    }

    private void Move(MarketState to, string by, DateTimeOffset now, string why)
    {
        if (!to.CanFollow(State))
            throw new InvalidOperationException($"Market {Id} cannot go from {State} to {to}.");
        _audit.Add(new AuditEntry(by, now, State, to, why));
        State = to;
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
