using System.Text.Json;
using System.Text.Json.Serialization;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Persistence.Documents;

/// <summary>A stored review.</summary>
internal sealed record ReviewDocument(
    [property: JsonPropertyName(DocumentJson.VersionName)] int Version,
    [property: JsonPropertyName("cause")] string Cause,
    [property: JsonPropertyName("opened_at")] DateTimeOffset OpenedAt,
    [property: JsonPropertyName("step")] string Step,
    [property: JsonPropertyName("deadline")] DateTimeOffset Deadline,
    [property: JsonPropertyName("why_only_operator")] string? WhyOnlyOperator,
    [property: JsonPropertyName("earlier_job")] Guid? EarlierJob,
    [property: JsonPropertyName("proposal")] ReviewDocument.ProposalPart? Proposal,
    [property: JsonPropertyName("objections")] IReadOnlyList<ReviewDocument.ObjectionPart> Objections,
    [property: JsonPropertyName("comment")] ReviewDocument.CommentPart? Comment,
    [property: JsonPropertyName("ruling")] ReviewDocument.RulingPart? Ruling)
{
    private const int CurrentVersion = 3;

    private static readonly (string Word, ReviewCause Cause)[] Causes =
    [
        ("undecided", ReviewCause.Undecided), ("copy", ReviewCause.Copy), ("people", ReviewCause.People),
        ("challenge", ReviewCause.Challenge),
    ];

    private static readonly (string Word, ReviewStep Step)[] Steps =
        [("proposal", ReviewStep.Proposal), ("objections", ReviewStep.Objections), ("ruling", ReviewStep.Ruling)];

    private static readonly (string Word, Outcome? Outcome)[] Outcomes =
        [("YES", Rule.Outcome.Yes), ("NO", Rule.Outcome.No), ("VOID", null)];

    public static string Write(Review review) => DocumentJson.WriteText(new ReviewDocument(
        CurrentVersion,
        WordOf(Causes, review.Cause),
        review.OpenedAt,
        WordOf(Steps, review.Step),
        review.Deadline,
        review.WhyOnlyOperator,
        review.EarlierJobId,
        review.Proposal is { } proposal
            ? new ProposalPart(
                proposal.By, proposal.At, WordOf(Outcomes, proposal.Outcome), proposal.Reason, proposal.Second,
                proposal.FrameSha256)
            : null,
        [.. review.Objections.Select(objection => new ObjectionPart(
            objection.By, objection.At, objection.Reason, objection.Second, objection.Bond))],
        review.Comment is { } comment ? new CommentPart(comment.By, comment.At, comment.Text) : null,
        review.Ruling is { } ruling
            ? new RulingPart(ruling.By, ruling.At, WordOf(Outcomes, ruling.Outcome), ruling.Reason, ruling.Second)
            : null));

    public static Review Read(string text)
    {
        var utf8 = DocumentJson.Bytes(text);
        return DocumentJson.VersionOf(utf8) switch
        {
            2 => DocumentJson.ReadWithout<ReviewDocument>(utf8, "earlier_job").ToReview(),
            CurrentVersion => DocumentJson.Read<ReviewDocument>(utf8).ToReview(),
            var version => throw DocumentJson.UnknownVersion(version),
        };
    }

    private Review ToReview() => new(ValueOf(Causes, Cause), OpenedAt, ValueOf(Steps, Step), Deadline, WhyOnlyOperator)
    {
        EarlierJobId = EarlierJob,
        Proposal = Proposal is { } proposal
            ? new Proposal(
                proposal.By, proposal.At, ValueOf(Outcomes, proposal.Outcome), proposal.Reason, proposal.Second,
                proposal.FrameSha256)
            : null,
        Objections =
        [
            .. Objections.Select(objection => new Objection(
                objection.By, objection.At, objection.Reason, objection.Second, objection.Bond)),
        ],
        Comment = Comment is { } comment ? new HostComment(comment.By, comment.At, comment.Text) : null,
        Ruling = Ruling is { } ruling
            ? new Ruling(ruling.By, ruling.At, ValueOf(Outcomes, ruling.Outcome), ruling.Reason, ruling.Second)
            : null,
    };

    private static string WordOf<T>((string Word, T Value)[] words, T value) =>
        Array.Find(words, known => Equals(known.Value, value)).Word;

    private static T ValueOf<T>((string Word, T Value)[] words, string word) =>
        Array.FindIndex(words, known => known.Word == word) is >= 0 and var index
            ? words[index].Value
            : throw new JsonException($"\"{word}\" is not a word of a review.");

    internal sealed record ProposalPart(
        [property: JsonPropertyName("by")] string By,
        [property: JsonPropertyName("at")] DateTimeOffset At,
        [property: JsonPropertyName("outcome")] string Outcome,
        [property: JsonPropertyName("reason")] string Reason,
        [property: JsonPropertyName("second")] TimeSpan? Second,
        [property: JsonPropertyName("frame_sha256")] string? FrameSha256);

    internal sealed record ObjectionPart(
        [property: JsonPropertyName("by")] string By,
        [property: JsonPropertyName("at")] DateTimeOffset At,
        [property: JsonPropertyName("reason")] string Reason,
        [property: JsonPropertyName("second")] TimeSpan? Second,
        [property: JsonPropertyName("bond")] long Bond);

    internal sealed record CommentPart(
        [property: JsonPropertyName("by")] string By,
        [property: JsonPropertyName("at")] DateTimeOffset At,
        [property: JsonPropertyName("text")] string Text);

    internal sealed record RulingPart(
        [property: JsonPropertyName("by")] string By,
        [property: JsonPropertyName("at")] DateTimeOffset At,
        [property: JsonPropertyName("outcome")] string Outcome,
        [property: JsonPropertyName("reason")] string Reason,
        [property: JsonPropertyName("second")] TimeSpan? Second);
}
