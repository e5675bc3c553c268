using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <content>What changes it, until it ends.</content>
public sealed partial class Market
{
    /// <summary>Edits the question and the criterion.</summary>
    /// <param name="question">The new question.</param>
    /// <param name="criterion">The new criterion, already checked.</param>
    /// <param name="by">The id of the person who edits it.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="RefusedException">Someone has staked on it, it is not open or about to close, or it has too many revisions
    /// (409); a part is invalid (422).</exception>
    public void Edit(string question, Criterion criterion, string by, DateTimeOffset now)
    {
        question = CheckEvent(question);
        EnsurePoolShown(now);
        Require(CanEdit, "criterion_frozen", "can't be edited: somebody has staked on it, or it is closed");
        if (question == Event && criterion == Criterion)
            return;
        Require(Revision < MaxRevisions, "criterion_frozen", $"can't be edited again: the limit is {MaxRevisions} revisions");
        (Event, Criterion, Revision) = (question, criterion, Revision + 1);
        Move(MarketState.Open, by, now, $"Now asks \"{question}\": {criterion.ToSentence()}.");
    }

    /// <summary>Adds a stake to the pool.</summary>
    /// <param name="side">Its side.</param>
    /// <param name="amount">Whole credits.</param>
    /// <param name="isByNewStaker">Whether it is the first stake in it of a person.</param>
    public void AddStake(Outcome side, long amount, bool isByNewStaker = false)
    {
        Pool = Pool.With(side, amount);
        Stakers += isByNewStaker ? 1 : 0;
        IsFrozen = true;
    }

    /// <summary>Removes a stake that was refunded before the decision.</summary>
    public void RemoveStake(Outcome side, long amount) => Pool = Pool.With(side, -amount);

    /// <summary>Counts people no more who hold no stake in it now.</summary>
    public void RemoveStakers(int count) => Stakers -= count;

    /// <summary>Closes it to stakes at its closing time.</summary>
    public void Close(DateTimeOffset now)
    {
        LockedAt = now;
        var why = LocksAtRandom
            ? FormattableString.Invariant($"Locked at a random moment of its last {HiddenFor.TotalSeconds:0.###} s.")
            : "Closing time reached.";
        Move(MarketState.Locked, Caller.SystemId, now, why);
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
        Require(CanBind, "market_bound", "can't take a clip: it is bound to another one, or has ended");
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

    /// <summary>Unbinds a clip that never arrived: the market opens again, or stays locked after its closing time. It also stays
    /// locked in the seconds in which it would hide its pool, because everyone could see that while the clip was bound.</summary>
    public void Release(string by, DateTimeOffset now, string why)
    {
        JobId = null;
        if (IsClipHere || now >= ClosesAt - HiddenFor)
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

    /// <summary>Records the verdict of its clip, which is paid out at once or once its challenge window is over.</summary>
    /// <param name="jobId">The job of the clip.</param>
    /// <param name="verdict">The verdict, with an outcome.</param>
    /// <param name="evidence">The moments that support it.</param>
    /// <param name="by">Who asked for it.</param>
    /// <param name="now">The current time.</param>
    public void Decide(Guid jobId, Verdict verdict, IReadOnlyList<Evidence> evidence, string by, DateTimeOffset now)
    {
        Require(IsActive, "market_ended", "has ended");
        JobId = jobId;
        LockedAt ??= now;
        (Verdict, Evidence) = (verdict, evidence);
        if (ChallengeWindow == TimeSpan.Zero || Pool.Total == 0)
            return;
        PaysAt = now + ChallengeWindow;
        Move(
            MarketState.Deciding, by, now,
            $"Its clip decided {verdict.Outcome.ToWord()}. It is paid out at {Format(PaysAt.Value)} unless somebody challenges it.");
    }

    /// <summary>Ends it.</summary>
    /// <param name="outcome">YES or NO; null for a void market, in which every stake is refunded.</param>
    /// <param name="who">Who decided.</param>
    /// <param name="by">The id of the person who did it.</param>
    /// <param name="why">Why, as a sentence.</param>
    /// <param name="now">The current time.</param>
    public void End(Outcome? outcome, DecidedBy who, string by, string why, DateTimeOffset now)
    {
        Require(IsActive, "market_ended", "has ended");
        EndedAt = now;
        DecidedBy = who;
        PaysAt = null;
        Move(outcome is null ? MarketState.Void : MarketState.Resolved, by, now, why);
    }

    /// <summary>Keeps a clip's verdict that decides nothing.</summary>
    /// <param name="verdict">The verdict, without an outcome.</param>
    /// <param name="evidence">The moments that show what was seen.</param>
    public void Keep(Verdict verdict, IReadOnlyList<Evidence> evidence) => (Verdict, Evidence) = (verdict, evidence);

    /// <summary>Takes it off the lists, or puts it back.</summary>
    public void List(bool isListed, string by, DateTimeOffset now)
    {
        if (IsUnlisted != isListed)
            return;
        IsUnlisted = !isListed;
        _audit.Add(new AuditEntry(by, now, State, State, isListed ? "Put back on the lists." : "Taken off the lists."));
    }

    /// <summary>Refuses what would tell whether anyone has staked on it, while that is hidden.</summary>
    /// <exception cref="RefusedException">Its pool is hidden (409).</exception>
    internal void EnsurePoolShown(DateTimeOffset now) => Require(
        !IsPoolHidden(now), "market_closing", "is about to close and hides its stakes. Try again once it is locked");

    private static string Format(DateTimeOffset time) => FormattableString.Invariant($"{time:HH:mm:ss} UTC");
}
