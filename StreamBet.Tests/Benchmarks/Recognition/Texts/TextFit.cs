using System.Globalization;
using System.Text;
using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Text;

namespace StreamBet.Tests.Benchmarks.Recognition.Texts;

/// <summary>Fits the constants of text readings to clips with known texts, and says what they are worth.</summary>
internal sealed class TextFit
{
    // Real clips show more than their manifests list, so a row there is taken for the text that it resembles, if any, and
    // takes no part in the chances.
    private const double Slack = 0.3;
    private const double Percent = 100;

    // Features of a row.
    private const int Intercept = 0;
    private const int FirstScore = 1;
    private const int SecondScore = 2;
    private const int Likeness = 3;

    // Holds weights back a little; the intercept, the first one, is nearly free.
    private static readonly double[] Ridge = [0.001, 0.05, 0.05, 0.05];

    private readonly IReadOnlyList<ReadClip> _clips;
    private readonly List<(ReadClip Clip, KnownText Text, IReadOnlyList<JudgedRow> Rows)> _texts = [];

    public TextFit(IReadOnlyList<ReadClip> clips)
    {
        _clips = clips;
        foreach (var clip in clips)
        {
            foreach (var text in clip.Clip.Texts)
                _texts.Add((clip, text, [.. RowsOf(clip, text).Select(row => JudgedRow.Of(text, row))]));
        }

        Table = Fit(_texts);
    }

    /// <summary>The constants fitted on all clips.</summary>
    public TextCertainty Table { get; }

    /// <summary>Describes how good the readers and the constants are. Each clip is judged with the constants of all
    /// others.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        var real = _clips.Count(clip => !clip.Clip.IsRendered);
        text.Append(CultureInfo.InvariantCulture, $"{_clips.Count} clips with {_texts.Count} texts: {_clips.Count - real} clips with ");
        text.Append(CultureInfo.InvariantCulture, $"{_texts.Count(known => known.Clip.Clip.IsRendered)} texts drawn onto them, ");
        text.Append(CultureInfo.InvariantCulture, $"{real} real ones. Rows read where these texts are: {_texts.Sum(known => known.Rows.Count):N0}.\n\n");
        text.Append("| font size at 720p | texts | first reader | second reader | both | resembled |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var (name, group) in Groups())
        {
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {group.Count} | {Share(group, row => IsWhole(row, row.Row.First))} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Share(group, row => IsWhole(row, row.Row.Second!.Value))} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Share(group, row => IsWhole(row, row.Row.First) && IsWhole(row, row.Row.Second!.Value))} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Share(group, row => JudgedRow.LikenessOf(row.Text, row.Row) >= JudgedRow.Resembles)} |\n");
        }

        text.Append("\n| confidence | rows | right | share | texts |\n| --- | --- | --- | --- | --- |\n");
        var judged = JudgeLeftOut(isRendered: true);
        foreach (var (from, to) in (ReadOnlySpan<(double, double)>)[(0, 50), (50, 80), (80, 90), (90, 95), (95, 98), (98, 100)])
        {
            var bin = judged.Where(row => row.Confidence > from && row.Confidence <= to).ToList();
            var right = bin.Count(row => row.Row.IsAgreedRight);
            text.Append(CultureInfo.InvariantCulture, $"| {from}-{to} | {bin.Count} | {right} | {Percent * right / Math.Max(1, bin.Count):0.0} % ");
            text.Append(CultureInfo.InvariantCulture, $"| {bin.Select(row => row.Row.Text).Distinct().Count()} |\n");
        }

        text.Append("\n| doubt | rows | first reader right | share |\n| --- | --- | --- | --- |\n");
        foreach (var (from, to) in (ReadOnlySpan<(double, double)>)[(0, 20), (20, 50), (50, 80), (80, 95), (95, 100)])
        {
            var bin = judged.Where(row => row.Doubt > from && row.Doubt <= to).ToList();
            var right = bin.Count(row => row.Row.IsFirstRight);
            text.Append(CultureInfo.InvariantCulture, $"| {from}-{to} | {bin.Count} | {right} | {Percent * right / Math.Max(1, bin.Count):0.0} % |\n");
        }

        var certain = JudgeLeftOut(isRendered: false).Where(row => row.Confidence > 80).ToList();
        text.Append(CultureInfo.InvariantCulture, $"\nIn real clips {certain.Count} rows have a confidence over 80; ");
        text.Append(CultureInfo.InvariantCulture, $"{certain.Count(row => row.Row.IsAgreedRight)} of them are right by the manifests.\n");

        var (missed, plain) = Missed();
        text.Append(CultureInfo.InvariantCulture, $"\nOf {plain} texts plainly there, {missed.Count} were resembled by no line: ");
        text.Append(CultureInfo.InvariantCulture, $"a residue of {Table.Residue:0.0} %.\n");
        return text.ToString();
    }

    /// <summary>Every text that no line resembled, and every row that is wrong though its confidence is over 80.</summary>
    public string ListMistakes()
    {
        var text = new StringBuilder();
        foreach (var (clip, known) in Missed().Texts)
            text.AppendLine(CultureInfo.InvariantCulture, $"missed in {Path.GetFileName(clip.Clip.Path)}: {known.Text} ({known.Style} {known.Size}) at {known.When.From} s");
        var wrong = JudgeLeftOut(isRendered: true).Concat(JudgeLeftOut(isRendered: false)).Where(row => row.Confidence > 80 && !row.Row.IsAgreedRight)
            .GroupBy(row => (row.Row.Text.Text, First: row.Row.Row.First.Text, Second: row.Row.Row.Second!.Value.Text));
        foreach (var row in wrong)
            text.AppendLine(CultureInfo.InvariantCulture, $"wrong {row.Count()} times, {row.Max(one => one.Confidence):0.0} %: {row.Key.Text} as {row.Key.First} and {row.Key.Second}");
        return text.ToString();
    }

    private static IEnumerable<JoinedLine> RowsOf(ReadClip clip, KnownText text)
    {
        if (clip.Clip.IsRendered)
        {
            return clip.Rows
                .Where(row => row.At >= text.When.From && row.At < text.When.To)
                .Where(row => row.Row.Box is var box && box.Top + (box.Height / 2) is var middle && middle >= text.Top && middle <= text.Bottom)
                .Select(row => row.Row);
        }

        return clip.Rows
            .Where(row => row.At >= text.When.From - Slack && row.At <= text.When.To + Slack)
            .Where(row => JudgedRow.LikenessOf(text, row.Row) >= JudgedRow.Resembles)
            .Where(row => clip.Clip.Texts.All(other => Alike(other, row.Row) <= Alike(text, row.Row)))
            .Select(row => row.Row);
    }

    private static double Alike(KnownText text, JoinedLine row) =>
        Folding.Likeness(Folding.Joined(text.Text), Folding.Joined(row.First.Text));

    private TextCertainty Fit(IEnumerable<(ReadClip Clip, KnownText Text, IReadOnlyList<JudgedRow> Rows)> texts)
    {
        var all = texts.Where(text => text.Clip.Clip.IsRendered).SelectMany(text => text.Rows).ToList();
        var weights = all.GroupBy(row => row.Text).ToDictionary(group => group.Key, group => 1.0 / group.Count());
        var (missed, plain) = Missed();
        return new TextCertainty
        {
            MeasuredOn = new TextSample(_clips.Count, _texts.Count, _texts.Sum(text => text.Rows.Count)),
            // Where both agree, the first one's score says nothing more; a fit with it makes it count against a text.
            Both = Constants(row => row.IsAgreedRight, Intercept, SecondScore, Likeness),
            First = Constants(row => row.IsFirstRight, Intercept, FirstScore, SecondScore, Likeness),
            Alone = Constants(row => row.IsFirstRight, Intercept, FirstScore),
            // Half a case on each side, so that a few texts do not claim too much.
            Residue = Math.Round(Percent * (missed.Count + 0.5) / (plain + 1), 1),
        };

        ChanceConstants Constants(Func<JudgedRow, bool> isRight, params int[] features)
        {
            var fitted = LogisticRegression.Fit(
                [
                    .. all.Select(row => new Observation(
                        [.. FeaturesOf(row.Row).Where(feature => features.Contains(feature.Item1))], isRight(row), weights[row.Text])),
                ],
                Ridge);
            return new ChanceConstants(
                Math.Round(fitted[0], 3), Math.Round(fitted[1], 3), Math.Round(fitted[2], 3), Math.Round(fitted[3], 3));
        }
    }

    private static (int, double)[] FeaturesOf(JoinedLine row) =>
    [
        (Intercept, 1), (FirstScore, TextCertainty.LogOdds(row.First.Score)),
        (SecondScore, TextCertainty.LogOdds(row.Second!.Value.Score)),
        (Likeness, TextCertainty.LikenessOf(row.First, row.Second.Value)),
    ];

    private List<(JudgedRow Row, double Confidence, double Doubt)> JudgeLeftOut(bool isRendered)
    {
        var judged = new List<(JudgedRow, double, double)>();
        foreach (var group in _texts.Where(text => text.Clip.Clip.IsRendered == isRendered).GroupBy(text => text.Clip))
        {
            var table = Fit(_texts.Where(text => text.Clip != group.Key));
            foreach (var row in group.SelectMany(text => text.Rows))
            {
                var (confidence, doubt) = table.Judge(row.Row.First, row.Row.Second);
                judged.Add((row, confidence, doubt));
            }
        }

        return judged;
    }

    private (IReadOnlyList<(ReadClip Clip, KnownText Text)> Texts, int Plain) Missed()
    {
        var plain = _texts.Where(text => text.Text.IsPlain).ToList();
        return (
            [
                .. plain.Where(text => text.Rows.All(row => JudgedRow.LikenessOf(row.Text, row.Row) < JudgedRow.Resembles))
                    .Select(text => (text.Clip, text.Text)),
            ],
            plain.Count);
    }

    private IEnumerable<(string Name, List<IReadOnlyList<JudgedRow>> Texts)> Groups()
    {
        foreach (var (from, to) in (IEnumerable<(int, int)>)[(16, 23), (24, 31), (32, 47), (48, 64)])
        {
            yield return (
                string.Create(CultureInfo.InvariantCulture, $"{from}-{to}"),
                [.. _texts.Where(text => text.Text.Size >= from && text.Text.Size <= to).Select(text => text.Rows)]);
        }

        yield return ("real clips", [.. _texts.Where(text => text.Text.Size is null).Select(text => text.Rows)]);
    }

    private static bool IsWhole(JudgedRow row, Reading reading) =>
        Folding.Joined(reading.Text).Contains(Folding.Joined(row.Text.Text), StringComparison.Ordinal);

    private static string Share(List<IReadOnlyList<JudgedRow>> texts, Func<JudgedRow, bool> isGood) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Percent * texts.Count(rows => rows.Any(isGood)) / Math.Max(1, texts.Count):0} %");
}
