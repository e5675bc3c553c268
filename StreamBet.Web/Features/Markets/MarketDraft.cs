using System.Globalization;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Web.Shared;

namespace StreamBet.Web.Features.Markets;

/// <summary>What a host has put down about a market, as it was typed, and what comes of it. What is a market is the core's
/// to say; here only texts are read.</summary>
public sealed class MarketDraft
{
    private const int MaxSuggestions = 50;

    // The longest time that a text is read as; the core's own limits lie far below.
    private const double MaxSeconds = 1e6;

    private const StringComparison Same = StringComparison.OrdinalIgnoreCase;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Begins with nothing but the defaults.</summary>
    public MarketDraft()
    {
    }

    /// <summary>Begins with the question and criterion of a market.</summary>
    public MarketDraft(Market market)
    {
        Question = market.Event;
        Labels = market.Criterion.Labels;
        Times = market.Criterion.Times.ToString(Culture);
        From = market.Criterion.WindowStart > TimeSpan.Zero ? Text(market.Criterion.WindowStart) : "";
        To = market.Criterion.WindowEnd is { } end ? Text(end) : "";
        Threshold = market.Criterion.Threshold.ToString(Culture);
    }

    /// <summary>The question.</summary>
    public string Question { get; set; } = "";

    /// <summary>The labels, any of which counts, in the vocabulary's spelling where it has them.</summary>
    public IReadOnlyList<string> Labels { get; private set; } = [];

    /// <summary>What is typed to find a label, and isn't one yet.</summary>
    public string Search { get; set; } = "";

    /// <summary>How many separate times.</summary>
    public string Times { get; set; } = "1";

    /// <summary>From when on, as m:ss or seconds; the start of the clip when empty.</summary>
    public string From { get; set; } = "";

    /// <summary>Until when, as m:ss or seconds; the end of the clip when empty.</summary>
    public string To { get; set; } = "";

    /// <summary>The confidence to be over, in percent.</summary>
    public string Threshold { get; set; } = Criterion.DefaultThreshold.ToString(Culture);

    /// <summary>How long it takes stakes, with a unit: 90 s, 5 min or 2 h.</summary>
    public string ClosesIn { get; set; } = "24 h";

    /// <summary>SHA-256 of the only clip that may decide it; any when empty.</summary>
    public string Clip { get; set; } = "";

    /// <summary>Whether anything is other than usual that a simple market has no use for.</summary>
    public bool IsParticular => From.Length > 0 || To.Length > 0 || Clip.Length > 0
        || Threshold != Criterion.DefaultThreshold.ToString(Culture);

    /// <summary>Adds a label, in the vocabulary's spelling; one that it does not have is added as typed, so that it is
    /// seen what is wrong.</summary>
    public void Add(string label, Vocabulary vocabulary)
    {
        var name = vocabulary.Find(label.Trim())?.Name ?? label.Trim();
        if (name.Length > 0 && !Labels.Contains(name))
            Labels = [.. Labels, name];
        Search = "";
    }

    /// <summary>Takes a label out.</summary>
    public void Remove(string label) => Labels = [.. Labels.Where(other => other != label)];

    /// <summary>The labels that a market can be decided on and that have what is typed in a name or their category; the
    /// one that is called so first, then those that begin with it.</summary>
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

    /// <summary>A question that the labels answer; null without any.</summary>
    public string? SuggestQuestion(Vocabulary vocabulary)
    {
        if (Labels.Count == 0)
            return null;
        var times = int.TryParse(Times, NumberStyles.None, Culture, out var count) && count > 1
            ? $" at least {count} separate times"
            : "";
        return $"Will {string.Join(" or ", Labels.Select(InQuestion))} be seen{times}?";

        string InQuestion(string label)
        {
            if (vocabulary.Find(label) is not { IsActivity: false })
                return $"\"{label}\"";
            var name = label.ToLowerInvariant();
            return $"{("aeiou".Contains(name[0], StringComparison.Ordinal) ? "an" : "a")} {name}";
        }
    }

    /// <summary>Reads it: the sentence that will decide, and the market to be opened or the first thing that is
    /// wrong.</summary>
    public DraftReading Read(Vocabulary vocabulary)
    {
        string? sentence = null, counter = null;
        try
        {
            var criterion = ReadCriterion();
            criterion.EnsureMarket(vocabulary);
            (sentence, counter) = (criterion.ToSentence(), criterion.ToCounterSentence());
            if (Search.Trim().Length > 0)
                throw Wrong("search", "Press Enter to add the label that you are typing, or clear it.");
            var closesIn = ReadDuration();
            var clip = Clip.Trim() is { Length: > 0 } digits ? digits.ToLowerInvariant() : null;

            // Opened for nobody and thrown away, so that it says itself what it does not take.
            _ = Market.Open("", Question, criterion, closesIn, clip, isPractice: false, default);
            return new DraftReading(sentence, counter, new MarketProposal(Question, criterion, closesIn, clip), null);
        }
        catch (RefusedException refused)
        {
            return new DraftReading(sentence, counter, null, refused.Refusal);
        }
    }

    private Criterion ReadCriterion() => new()
    {
        Labels = Labels,
        Times = int.TryParse(Times, NumberStyles.Integer, Culture, out var times)
            ? times
            : throw Wrong("times", "The number of separate times must be a whole number."),
        WindowStart = From.Trim().Length == 0 ? TimeSpan.Zero : ReadMoment(From),
        WindowEnd = To.Trim().Length == 0 ? null : ReadMoment(To),
        Threshold = Number(Threshold)
            ?? throw Wrong("threshold", "The confidence must be a number in percent, such as 80 or 92.5."),
    };

    private static TimeSpan ReadMoment(string text)
    {
        var parts = text.Trim().Split(':');
        var (minutes, seconds) = (parts.Length == 2 ? Number(parts[0]) : 0, Number(parts[^1]));
        return parts.Length <= 2 && minutes is { } m && seconds is { } s && m % 1 == 0
            && (parts.Length == 1 || s < 60) && (m * 60) + s <= MaxSeconds
            ? TimeSpan.FromSeconds((m * 60) + s)
            : throw Wrong("window", "A time in the clip must be m:ss or seconds, such as 0:30 or 62.5.");
    }

    private TimeSpan ReadDuration()
    {
        var text = ClosesIn.Trim();
        var unit = text.TrimStart([.. "0123456789. "]);
        var seconds = unit switch { "s" or "sec" => 1, "min" => 60, "h" => 3600, _ => 0 };
        return seconds > 0 && Number(text[..^unit.Length]) is { } count
            ? TimeSpan.FromSeconds(Math.Min(count * seconds, MaxSeconds))
            : throw Wrong("closing_time", "How long it takes stakes needs a unit, such as 90 s, 45 min or 2 h.");
    }

    // A plain decimal number from 0 on; what else .NET would read as one is none here.
    private static double? Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, Culture, out var number)
        && double.IsFinite(number) && number >= 0
            ? number
            : null;

    // How far a label is from what is typed: 0 when it is called so; null when it has nothing of it.
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

    // As m:ss where that loses nothing.
    private static string Text(TimeSpan time) => ReadMoment(Format.Clock(time)) == time
        ? Format.Clock(time)
        : time.TotalSeconds.ToString("0.#######", Culture);

    private static RefusedException Wrong(string code, string sentence) =>
        new(RefusalKind.Unprocessable, code, sentence);
}

/// <summary>What a draft comes to.</summary>
/// <param name="Sentence">What will decide; null while the criterion is invalid.</param>
/// <param name="Counter">What it takes for a NO; null while the criterion is invalid.</param>
/// <param name="Proposal">The market to be opened; null while something is wrong.</param>
/// <param name="Problem">The first thing that is wrong, by the code of its field; null when all is well.</param>
public sealed record DraftReading(string? Sentence, string? Counter, MarketProposal? Proposal, Refusal? Problem);
