using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets.Reviews;

/// <summary>Why people decide a market.</summary>
public enum ReviewCause
{
    /// <summary>Its clip did not decide it.</summary>
    Undecided,

    /// <summary>Its clip shows what a clip that was analysed here before showed.</summary>
    Copy,

    /// <summary>It was opened as a market that people decide.</summary>
    People,

    /// <summary>Somebody who would lose challenged its clip's verdict.</summary>
    Challenge,
}

/// <summary>What a review waits for.</summary>
public enum ReviewStep
{
    /// <summary>A proposal by the host or a moderator.</summary>
    Proposal,

    /// <summary>Objections to the proposal.</summary>
    Objections,

    /// <summary>The ruling of an operator.</summary>
    Ruling,
}

/// <summary>A market's review: who said what, and what it waits for. It never changes; each step makes a new one.</summary>
/// <param name="Cause">Why people decide.</param>
/// <param name="OpenedAt">When it began.</param>
/// <param name="Step">What it waits for.</param>
/// <param name="Deadline">When that is over.</param>
/// <param name="WhyOnlyOperator">Why the host may not propose, as a sentence; null if the host may.</param>
public sealed record Review(
    ReviewCause Cause, DateTimeOffset OpenedAt, ReviewStep Step, DateTimeOffset Deadline, string? WhyOnlyOperator)
{
    /// <summary>How long a proposal may take, and then a ruling.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    /// <summary>The shortest and the longest time in which people may object to a proposal.</summary>
    public static readonly TimeSpan MinObjectionWindow = TimeSpan.FromMinutes(10), MaxObjectionWindow = TimeSpan.FromHours(24);

    /// <summary>The usual time in which people may object to a proposal.</summary>
    public static readonly TimeSpan DefaultObjectionWindow = TimeSpan.FromHours(1);

    /// <summary>The longest time in which people may challenge a verdict.</summary>
    public static readonly TimeSpan MaxChallengeWindow = TimeSpan.FromHours(1);

    /// <summary>The usual time in which people may challenge a verdict on a credit market.</summary>
    public static readonly TimeSpan DefaultChallengeWindow = TimeSpan.FromMinutes(2);

    /// <summary>The most objections; one is enough for a ruling.</summary>
    public const int MaxObjections = 10;

    /// <summary>The smallest bond of an objection, in whole credits.</summary>
    public const long MinBond = 10;

    // A tenth of the stake.
    private const long BondShare = 10;

    /// <summary>The job of the earlier clip that its clip is a copy of; null if it is none, or a version that kept no such id
    /// wrote the review.</summary>
    public Guid? EarlierJobId { get; init; }

    /// <summary>What the host or a moderator proposed; null before that, and in a challenge.</summary>
    public Proposal? Proposal { get; init; }

    /// <summary>The objections, or the challenges of the verdict, oldest first.</summary>
    public IReadOnlyList<Objection> Objections { get; init; } = [];

    /// <summary>What the host said to the challenges; null if nothing.</summary>
    public HostComment? Comment { get; init; }

    /// <summary>What an operator decided; null before that.</summary>
    public Ruling? Ruling { get; init; }

    /// <summary>The bonds of all objections, in whole credits.</summary>
    public long Bonds => Objections.Sum(objection => objection.Bond);

    /// <summary>When it is over at the latest: after a last proposal, a last objection and a ruling, as far as these are to come.</summary>
    /// <param name="objectionWindow">How long people may object to the proposal.</param>
    public DateTimeOffset EndsBy(TimeSpan objectionWindow) => Step switch
    {
        ReviewStep.Proposal => Deadline + objectionWindow + Patience,
        ReviewStep.Objections => Deadline + Patience,
        _ => Deadline,
    };

    /// <summary>Begins the review of a market that its clip did not decide, or that people decide.</summary>
    /// <param name="cause">Why people decide.</param>
    /// <param name="whyOnlyOperator">Why the host may not propose, as a sentence; null if the host may.</param>
    /// <param name="now">The current time.</param>
    public static Review Begin(ReviewCause cause, string? whyOnlyOperator, DateTimeOffset now) => new(
        cause, now, whyOnlyOperator is null ? ReviewStep.Proposal : ReviewStep.Ruling, now + Patience, whyOnlyOperator);

    /// <summary>Begins the review of a verdict that was challenged.</summary>
    public static Review Begin(Objection challenge) => new(
        ReviewCause.Challenge, challenge.At, ReviewStep.Ruling, challenge.At + Patience, "A challenged verdict is for an operator to review.")
    {
        Objections = [challenge],
    };

    /// <summary>The bond of an objection by somebody with this stake, in whole credits.</summary>
    public static long BondOf(long stake) => Math.Max(MinBond, stake / BondShare);

    /// <summary>Adds the proposal; people may object to it for a while.</summary>
    public Review With(Proposal proposal, TimeSpan window) =>
        this with { Proposal = proposal, Step = ReviewStep.Objections, Deadline = proposal.At + window };

    /// <summary>Adds an objection or a challenge; from the first one on it is for an operator to decide.</summary>
    public Review With(Objection objection) => this with
    {
        Objections = [.. Objections, objection],
        Step = ReviewStep.Ruling,
        Deadline = Step == ReviewStep.Ruling ? Deadline : objection.At + Patience,
    };

    /// <summary>Hands it to the operator, because nobody proposed in time.</summary>
    public Review ToRuling() => this with { Step = ReviewStep.Ruling, Deadline = Deadline + Patience };

    /// <summary>Whether this person has taken sides in it: proposed or objected.</summary>
    public bool IsPartyTo(string personId) =>
        Proposal?.By == personId || Objections.Any(objection => objection.By == personId);
}

/// <summary>How a host or a moderator says that a market should end.</summary>
/// <param name="By">The person's id.</param>
/// <param name="At">When it was made.</param>
/// <param name="Outcome">YES or NO; null for a void market.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="Second">The time in the clip that shows a YES; null otherwise.</param>
/// <param name="FrameSha256">SHA-256 of the kept frame at that time, 64 lower-case hex digits; null if there is none.</param>
public sealed record Proposal(
    string By, DateTimeOffset At, Outcome? Outcome, string Reason, TimeSpan? Second, string? FrameSha256);

/// <summary>An objection to a proposal, or a challenge of a verdict.</summary>
/// <param name="By">The person's id.</param>
/// <param name="At">When it was made.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="Second">The time in the clip that it points to; null if it points to none.</param>
/// <param name="Bond">What they laid down for it, in whole credits.</param>
public sealed record Objection(string By, DateTimeOffset At, string Reason, TimeSpan? Second, long Bond);

/// <summary>What a market's host says to a challenge.</summary>
/// <param name="By">The person's id.</param>
/// <param name="At">When it was said.</param>
/// <param name="Text">What was said.</param>
public sealed record HostComment(string By, DateTimeOffset At, string Text);

/// <summary>How an operator decided.</summary>
/// <param name="By">The operator's id.</param>
/// <param name="At">When.</param>
/// <param name="Outcome">YES or NO; null for a void market.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="Second">The time in the clip that shows a YES; null otherwise.</param>
public sealed record Ruling(string By, DateTimeOffset At, Outcome? Outcome, string Reason, TimeSpan? Second);
