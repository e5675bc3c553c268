using System.Globalization;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Rule.Pictures;
using StreamBet.Core.Rule.Texts;

namespace StreamBet.Core.Rule;

/// <summary>What a clip must show for YES: any of some labels, a text or a reference picture, in a window, at least a number of separate times,
/// with a confidence over a threshold.</summary>
public sealed record Criterion
{
    /// <summary>The default threshold, in percent. A confidence of exactly 80.0 is not over it.</summary>
    public const double DefaultThreshold = 80;

    /// <summary>The shortest window that can end with NO: residues were measured for things visible at least this
    /// long.</summary>
    public static readonly TimeSpan MinWindowOfNo = TimeSpan.FromSeconds(2);

    // The highest MaxDuration that can be configured.
    private static readonly TimeSpan MaxClip = TimeSpan.FromHours(6);

    /// <summary>The longest list of labels in one criterion.</summary>
    public const int MaxLabels = 20;

    /// <summary>The criterion of a market that people decide: it names nothing that a clip could show.</summary>
    public static readonly Criterion ByPeople = new() { Labels = [] };

    /// <summary>Whether people decide by it.</summary>
    public bool IsByPeople => Labels.Count == 0 && Text is null && Picture is null;

    /// <summary>The labels, named as in the vocabulary; any of them counts. None if it asks for a text or a picture, or
    /// if people decide.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The text that must be read; null if it asks for something else, or if people decide.</summary>
    public TextQuery? Text { get; init; }

    /// <summary>The reference picture that must be seen; null if it asks for something else, or if people decide.</summary>
    public PictureQuery? Picture { get; init; }

    /// <summary>The start of the window, inclusive; zero by default.</summary>
    public TimeSpan WindowStart { get; init; }

    /// <summary>The end of the window, exclusive; null, the default, is the end of the clip.</summary>
    public TimeSpan? WindowEnd { get; init; }

    /// <summary>How many separate times a label must be seen, at least 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Percent; a sighting counts when its confidence is over this.</summary>
    public double Threshold { get; init; } = DefaultThreshold;

    /// <summary>Checks the criterion of a new market: threshold from 80 to under 100.</summary>
    /// <exception cref="RefusedException">The criterion is invalid; the message says why (422).</exception>
    public void EnsureMarket(Vocabulary vocabulary) => Ensure(vocabulary, DefaultThreshold, includesMax: false);

    /// <summary>The same with the vocabulary's spelling of each label, which it must know.</summary>
    public Criterion InWordsOf(Vocabulary vocabulary) =>
        this with { Labels = [.. Labels.Select(label => vocabulary.Find(label)!.Name).Distinct()] };

    /// <summary>Checks the criterion of a what-if: threshold from 50 to 100.</summary>
    /// <exception cref="RefusedException">The criterion is invalid; the message says why (422).</exception>
    public void EnsureWhatIf(Vocabulary vocabulary) =>
        Ensure(vocabulary, DetectedLabel.MinConfidence, includesMax: true);

    private void Ensure(Vocabulary vocabulary, double min, bool includesMax)
    {
        if (Text is not null)
            EnsureText(Text, vocabulary);
        else if (Picture is not null)
            EnsurePicture(Picture, vocabulary);
        else if (Labels.Count is 0 or > MaxLabels)
            throw Wrong("labels", Labels.Count == 0
                ? $"A criterion asks for 1 to {MaxLabels} labels, a text or a picture; this one asks for nothing."
                : $"A criterion has at most {MaxLabels} labels; this one has {Labels.Count}.");
        var unknown = Labels.Where(label => vocabulary.Find(label) is null).ToList();
        if (unknown.Count > 0)
        {
            throw Wrong(
                "label_outside_vocabulary",
                $"This server's analyzer can't detect \"{string.Join("\", \"", unknown.Select(Shorten))}\". "
                + "Choose labels from /api/vocabulary.");
        }

        if (Labels.FirstOrDefault(label => !vocabulary.Find(label)!.CanExceed(Threshold)) is { } unsure)
        {
            throw Wrong(
                "label_not_validated",
                $"This server's analyzer is never sure enough of \"{unsure}\" to decide a market: its confidence stays under "
                + "80 %. Choose labels that are validated in /api/vocabulary.");
        }

        if (Times < 1)
            throw Wrong("times", "The number of times must be at least 1.");
        if (WindowStart < TimeSpan.Zero || WindowEnd <= WindowStart)
            throw Wrong("window", "The window must start at 0 or later and end after its start.");
        if (Times > MaxTimes)
        {
            throw Wrong(
                "times",
                $"{(WindowEnd is null ? "A clip" : "That window")} fits at most {MaxTimes} separate occurrences (more than "
                + $"{CriterionEvaluator.MergeGap.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s apart); you asked for "
                + $"{Times}.");
        }

        if (!(Threshold >= min && (Threshold < 100 || (includesMax && Threshold <= 100))))
        {
            throw Wrong(
                "threshold",
                FormattableString.Invariant(
                    $"The threshold must be {min} to {(includesMax ? "100" : "under 100")} percent, not {Threshold}."));
        }
    }

    private void EnsureText(TextQuery text, Vocabulary vocabulary)
    {
        if (!vocabulary.ReadsText)
        {
            throw Wrong(
                "text_not_readable",
                "This server's analyzer can't read text well enough to decide a market. Ask for a label, or let people decide.");
        }

        if (Labels.Count > 0 || Picture is not null)
            throw Wrong("text", "A criterion asks for labels, a text or a picture, not for two of them.");
        text.Ensure();
    }

    private void EnsurePicture(PictureQuery picture, Vocabulary vocabulary)
    {
        if (!vocabulary.FindsPictures)
        {
            throw Wrong(
                "picture_not_findable",
                "This server's analyzer can't look for pictures. Ask for a label or a text, or let people decide.");
        }

        if (Labels.Count > 0)
            throw Wrong("picture", "A criterion asks for labels, a text or a picture, not for two of them.");
        picture.Ensure();
    }

    /// <summary>Why no clip can end it with NO, as the end of a sentence that starts with "It can't end with NO: "; null if one
    /// can.</summary>
    /// <param name="vocabulary">What the analyzer can find.</param>
    public string? WhyNeverNo(Vocabulary vocabulary)
    {
        if (IsByPeople)
            return null;
        if (WindowEnd - WindowStart < MinWindowOfNo)
            return "the part of the clip is shorter than 2 s.";
        if (Picture is not null)
            return Picture.CanBeDisproved ? null : "the picture has no box or outline of its own, so the analyzer may miss it.";
        if (Text is not null)
            return null;
        var labels = Labels.Select(vocabulary.Find).OfType<VocabularyLabel>().ToList();
        if (labels.FirstOrDefault(label => label.Residue is null) is { } unmeasured)
            return $"how often the analyzer misses \"{unmeasured.Name}\" was not measured.";
        if (labels.FirstOrDefault(label => !label.CanBeDisproved) is { } missed)
            return $"the analyzer misses \"{missed.Name}\" too often.";
        return CriterionDoubt.ResidueOf(labels.Select(label => label.Residue!.Value)) < CriterionDoubt.Max
            ? null
            : "with so many labels, the analyzer misses one of them too often.";
    }

    // Sightings no further apart than the merge gap are one occurrence (step 2).
    private int MaxTimes =>
        1 + (int)(((WindowEnd ?? WindowStart + MaxClip) - WindowStart).Ticks / (CriterionEvaluator.MergeGap.Ticks + 1));

    private static string Shorten(string label) => label.Length <= 40 ? label : label[..40] + "…";

    private static RefusedException Wrong(string code, string sentence) =>
        new(RefusalKind.Unprocessable, code, sentence);

    /// <summary>The criterion as a sentence, such as: YES if Dog is seen at least 3 separate times between 0:00 and
    /// 0:30 with confidence over 80 %.</summary>
    public string ToSentence()
    {
        if (IsByPeople)
            return "People decide, by looking at the clip";
        var what = Text?.ToCondition() ?? Picture?.ToCondition() ?? $"{LabelWords} is seen";
        var times = Times == 1 ? "" : $" at least {Times} separate times";
        var window = (WindowStart, WindowEnd) switch
        {
            (var start, { } end) => $" between {Clock(start)} and {Clock(end)}",
            (var start, null) when start > TimeSpan.Zero => $" from {Clock(start)} on",
            _ => "",
        };
        return FormattableString.Invariant(
            $"YES if {what}{times}{window} with confidence over {Threshold:0.##} %");
    }

    /// <summary>The condition for NO, as a sentence.</summary>
    /// <param name="rule">The version of the rule that decides.</param>
    public string ToCounterSentence(int rule = CriterionEvaluator.Version) => (rule, WindowEnd) switch
    {
        _ when IsByPeople => "The host proposes an outcome. If a staker objects, an operator decides.",
        (1, { } end) => $"NO if it was not seen, the whole clip was examined and it is at least {Clock(end)} long.",
        (1, null) => "NO if the whole clip was examined and it was not seen.",
        _ when Text is not null => $"NO if {(WindowEnd is { } end ? $"the clip is at least {Clock(end)} long and " : "")}the analyzer is over 80 % sure that this was not plainly there{Often}, in print of at least 24 pixels at 720p.",
        _ when Picture is not null => $"NO if {(WindowEnd is { } end ? $"the clip is at least {Clock(end)} long and " : "")}the analyzer is over 80 % sure that it was not plainly there{Often}, upright and at least a sixteenth of the picture's width and a twentieth of its height.",
        (_, { } end) => $"NO if the clip is at least {Clock(end)} long and the analyzer is over 80 % sure that it was not plainly there{Often}.",
        _ => $"NO if the analyzer is over 80 % sure that it was not plainly there{Often}.",
    };

    private string LabelWords => Labels.Count == 1 ? Labels[0] : string.Join(", ", Labels.SkipLast(1)) + " or " + Labels[^1];

    private string Often => Times > 1 ? " that often" : "";

    private static string Clock(TimeSpan time) => time.Milliseconds == 0
        ? $"{(int)time.TotalMinutes}:{time.Seconds:00}"
        : $"{(int)time.TotalMinutes}:{time.Seconds:00}.{time.Milliseconds:000}".TrimEnd('0');

    /// <summary>Compares all properties, the labels in order.</summary>
    public bool Equals(Criterion? other) =>
        other is not null && Labels.SequenceEqual(other.Labels) && Text == other.Text && Picture == other.Picture && WindowStart == other.WindowStart
        && WindowEnd == other.WindowEnd && Times == other.Times && Threshold.Equals(other.Threshold);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Labels.Count, Labels.Count > 0 ? Labels[0] : null, Text, Picture, WindowStart, WindowEnd, Times, Threshold);
}
