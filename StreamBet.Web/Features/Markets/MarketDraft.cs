using System.Globalization;
using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Features.Markets;

/// <summary>A market as its host typed it, and how that reads. This class only parses text; the core decides what a
/// valid market is.</summary>
public sealed class MarketDraft
{
    private const int MaxSuggestions = 50;

    private const StringComparison Same = StringComparison.OrdinalIgnoreCase;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private static readonly string DefaultChallenge = TypedTime.OfLength(Review.DefaultChallengeWindow);
    private static readonly string DefaultObjection = TypedTime.OfLength(Review.DefaultObjectionWindow);

    /// <summary>Starts with the defaults.</summary>
    public MarketDraft()
    {
    }

    /// <summary>Starts with a market's question and criterion.</summary>
    public MarketDraft(Market market)
    {
        Question = market.Event;
        Labels = market.Criterion.Labels;
        Kind = market switch
        {
            { IsByPeople: true } => DraftKind.People,
            { Criterion.Picture: not null } => DraftKind.Picture,
            { Criterion.Text: { } text } => text.Number is null ? DraftKind.Text : DraftKind.Number,
            _ => DraftKind.Label,
        };
        Text = market.Criterion.Text is { } asked ? new TextDraft(asked) : new TextDraft();
        Picture = market.Criterion.Picture is { } picture ? new PictureDraft(picture) : new PictureDraft();
        Times = market.Criterion.Times.ToString(Culture);
        From = market.Criterion.WindowStart > TimeSpan.Zero ? TypedTime.OfMoment(market.Criterion.WindowStart) : "";
        To = market.Criterion.WindowEnd is { } end ? TypedTime.OfMoment(end) : "";
        Threshold = market.Criterion.Threshold.ToString(Culture);
    }

    /// <summary>The question.</summary>
    public string Question { get; set; } = "";

    /// <summary>The labels, any of which counts, in the vocabulary's spelling where it has them.</summary>
    [JsonInclude]
    public IReadOnlyList<string> Labels { get; private set; } = [];

    /// <summary>The text typed to find a label.</summary>
    public string Search { get; set; } = "";

    /// <summary>The number of separate times.</summary>
    public string Times { get; set; } = "1";

    /// <summary>The start of the time window, as m:ss or seconds; empty for the start of the clip.</summary>
    public string From { get; set; } = "";

    /// <summary>The end of the time window, as m:ss or seconds; empty for the end of the clip.</summary>
    public string To { get; set; } = "";

    /// <summary>The threshold that the confidence must exceed, in percent.</summary>
    public string Threshold { get; set; } = Criterion.DefaultThreshold.ToString(Culture);

    /// <summary>How long the market takes stakes, with a unit: 90 s, 5 min or 2 h.</summary>
    public string ClosesIn { get; set; } = TypedTime.OfLength(Market.MaxOpen);

    /// <summary>The SHA-256 of the only clip that may decide it; empty for any clip.</summary>
    public string Clip { get; set; } = "";

    /// <summary>What decides it.</summary>
    public DraftKind Kind { get; set; }

    /// <summary>The text or number, if that decides it.</summary>
    [JsonInclude]
    public TextDraft Text { get; private init; } = new();

    /// <summary>The reference picture, if that decides it.</summary>
    [JsonInclude]
    public PictureDraft Picture { get; private init; } = new();

    /// <summary>Whether people decide it, and not a clip by a criterion.</summary>
    [JsonIgnore]
    public bool IsByPeople
    {
        get => Kind == DraftKind.People;
        set => Kind = value ? DraftKind.People : DraftKind.Label;
    }

    /// <summary>How long a verdict can be challenged, with a unit; 0 for not at all.</summary>
    public string Challenge { get; set; } = DefaultChallenge;

    /// <summary>How long people can object to a proposal, with a unit.</summary>
    public string Objection { get; set; } = DefaultObjection;

    /// <summary>How long odds and pool are hidden before it closes, with a unit; 0 for not at all, empty for the default.</summary>
    public string Hidden { get; set; } = "";

    /// <summary>Whether it locks at a random moment of that time.</summary>
    public bool LocksAtRandom { get; set; }

    /// <summary>Whether a setting that simple markets do not need differs from its default.</summary>
    [JsonIgnore]
    public bool IsParticular => Challenge != DefaultChallenge || Objection != DefaultObjection || Hidden.Length > 0 || LocksAtRandom
        || From.Length > 0 || To.Length > 0 || Clip.Length > 0
        || Threshold != Criterion.DefaultThreshold.ToString(Culture);

    /// <summary>Adds a label, in the vocabulary's spelling; an unknown label is added as typed, so that the error is
    /// visible.</summary>
    public void Add(string label, Vocabulary vocabulary)
    {
        var name = vocabulary.Find(label.Trim())?.Name ?? label.Trim();
        if (name.Length > 0 && !Labels.Contains(name))
            Labels = [.. Labels, name];
        Search = "";
    }

    /// <summary>Removes a label.</summary>
    public void Remove(string label) => Labels = [.. Labels.Where(other => other != label)];

    /// <summary>The labels that can decide a market and whose name, alias or category contains the search text: exact
    /// matches first, then names that begin with it.</summary>
    public IReadOnlyList<VocabularyLabel> SuggestLabels(Vocabulary vocabulary)
    {
        var typed = Search.Trim();
        return
        [
            .. vocabulary.Labels
                .Where(label => label.CanExceed(Criterion.DefaultThreshold) && !Labels.Contains(label.Name))
                .Select(label => (Label: label, Distance: Distance(label, typed)))
                .Where(found => found.Distance is not null)
                .OrderBy(found => found.Distance)
                .Take(MaxSuggestions)
                .Select(found => found.Label),
        ];
    }

    /// <summary>A question that what was entered so far answers; null while it says too little.</summary>
    public string? SuggestQuestion(Vocabulary vocabulary)
    {
        if (Kind is DraftKind.Text or DraftKind.Number)
            return Text.SuggestQuestion(Kind == DraftKind.Number, vocabulary);
        if (Kind == DraftKind.Picture)
            return Picture.SuggestQuestion();
        var times = int.TryParse(Times, NumberStyles.None, Culture, out var count) ? count : 1;
        return QuestionWords.Of(new Criterion { Labels = IsByPeople ? [] : Labels, Times = times }, vocabulary);
    }

    /// <summary>Reads the draft: the sentence that will decide, and the market to open or the first error.</summary>
    public DraftReading Read(Vocabulary vocabulary)
    {
        string? sentence = null, counter = null, figures = null;
        Criterion? valid = null;
        try
        {
            var criterion = IsByPeople ? Criterion.ByPeople : ReadCriterion();
            if (!IsByPeople)
            {
                criterion.EnsureMarket(vocabulary);
                valid = criterion;
            }

            sentence = criterion.ToSentence();
            counter = criterion.WhyNeverNo(vocabulary) is null ? criterion.ToCounterSentence() : null;
            figures = Figures(criterion, vocabulary);
            if (Kind == DraftKind.Label && Search.Trim().Length > 0)
                throw Wrong("search", "Press Enter to add the label that you are typing, or clear it.");
            var closesIn = TypedTime.ReadLength(ClosesIn, "closing_time", "How long it takes stakes");
            var clip = Clip.Trim() is { Length: > 0 } digits ? digits.ToLowerInvariant() : null;

            // Opens a market and discards it, so that the core validates the draft.
            var question = Question.Trim().Length == 0 ? SuggestQuestion(vocabulary) ?? "" : Question;
            var market = new NewMarket(question, IsByPeople ? null : criterion)
            {
                ClosesIn = closesIn,
                ClipSha256 = clip,
                ChallengeWindow = IsByPeople ? Review.DefaultChallengeWindow : TypedTime.ReadLengthOrNone(Challenge, "challenge_window", "How long a verdict can be challenged"),
                ObjectionWindow = TypedTime.ReadLength(Objection, "objection_window", "How long people can object"),
                Closing = new Closing(
                    Hidden.Trim().Length == 0 ? null : TypedTime.ReadLengthOrNone(Hidden, "hidden_time", "How long odds are hidden"), LocksAtRandom),
            };
            _ = Market.Open("", market, isPractice: false, moderators: [], default);
            return new DraftReading(sentence, counter, figures, market, null) { Criterion = valid };
        }
        catch (RefusedException refused)
        {
            return new DraftReading(sentence, counter, figures, null, refused.Refusal) { Criterion = valid };
        }
    }

    // What people should know of the labels before they bet on them.
    private string? Figures(Criterion criterion, Vocabulary vocabulary)
    {
        if (criterion.IsByPeople)
            return "A frame of each second of the clip is kept for everyone to check, if you share its frames.";
        if (criterion.Picture is { CanBeDisproved: true })
            return "It is compared by light and dark, in any place and size. If the analyzer is not over 80 % sure either way, people decide.";
        if (criterion.Text is not null)
            return "Two readers must agree on it. If they are not over 80 % sure either way, people decide.";
        return criterion.WhyNeverNo(vocabulary) is { } why
            ? $"Its clip can't end it with NO: {why} Unless it is seen, people decide."
            : string.Join(
                " ",
                Labels.Select(label => Figures(vocabulary.Find(label)!))
                    .Append("If the analyzer is not over 80 % sure either way, people decide."));
    }

    private static string? Figures(VocabularyLabel label) => label.Measured switch
    {
        { Positives: > 0 and var shown, Recall: var recall, Negatives: var others } => string.Create(
            Culture, $"In tests, {label.Name} got a YES in {recall * shown:0} of {shown} clips that plainly show it; {others} were without it."),
        { Negatives: var others } => $"In tests, no clip plainly showed {label.Name}; {others} were without it.",
        null => null,
    };

    private Criterion ReadCriterion() => new()
    {
        Labels = Kind == DraftKind.Label ? Labels : [],
        Text = Kind is DraftKind.Text or DraftKind.Number ? Text.Read(Kind == DraftKind.Number) : null,
        Picture = Kind == DraftKind.Picture ? Picture.Read() : null,
        Times = int.TryParse(Times, NumberStyles.Integer, Culture, out var times)
            ? times
            : throw Wrong("times", "The number of separate times must be a whole number."),
        WindowStart = TypedTime.ReadSecond(From, "window") ?? TimeSpan.Zero,
        WindowEnd = TypedTime.ReadSecond(To, "window"),
        Threshold = TypedTime.Number(Threshold)
            ?? throw Wrong("threshold", "The confidence must be a number in percent, such as 80 or 92.5."),
    };

    // How well a label matches the search text: 0 for an exact match; null for no match.
    private static int? Distance(VocabularyLabel label, string typed)
    {
        if (label.Name.Equals(typed, Same) || label.Aliases.Any(alias => alias.Equals(typed, Same)))
            return 0;
        if (label.Name.StartsWith(typed, Same))
            return 1;
        if (label.Aliases.Any(alias => alias.StartsWith(typed, Same)))
            return 2;
        if (label.Name.Contains(typed, Same) || label.Aliases.Any(alias => alias.Contains(typed, Same)))
            return 3;
        return label.Category.Contains(typed, Same) ? 4 : null;
    }

    private static RefusedException Wrong(string code, string sentence) =>
        new(RefusalKind.Unprocessable, code, sentence);
}
