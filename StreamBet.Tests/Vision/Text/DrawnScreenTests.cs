using System.Globalization;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Core.Rule;
using StreamBet.Core.Rule.Texts;
using StreamBet.Core.Vision;
using StreamBet.Tests.Support;
using Xunit.Abstractions;

namespace StreamBet.Tests.Vision.Text;

/// <summary>What a screen shows decides, and nothing else does: drawn with twenty fonts like those of games.</summary>
public sealed class DrawnScreenTests(ITestOutputHelper log)
{
    private const int Lanes = 3;
    private const int Pairs = 300;

    // Each counter is shown for 3 s, and changes once.
    private const int Samples = 6;
    private const int Held = 3;

    // What one screen shows at the end of a round, one or the other.
    private static readonly (string One, string Other)[] Endings =
    [
        ("VICTORY", "DEFEAT"), ("YOU WIN", "YOU LOSE"), ("ROUND WON", "ROUND LOST"), ("QUALIFIED", "KNOCKED OUT"), ("GOAL", "FOUL"),
        ("MISSION COMPLETE", "MISSION FAILED"), ("SURVIVED", "ELIMINATED"), ("RED WINS", "BLUE WINS"), ("CHAMPION", "RUNNER UP"),
        ("FIRST PLACE", "THIRD PLACE"), ("Match won", "Match lost"), ("Level 8", "Level 9"),
    ];

    private static readonly string[] Words = ["SCORE", "KILLS", "Points", "GOLD", "LEVEL", "Coins", "SOULS", "Laps", "WAVE"];

    private static readonly int[] Sizes = [26, 44, 72];

    [Fact]
    public Task A_word_decides_where_it_is_and_never_for_its_opposite() => CheckPairsAsync(1);

    [Trait("Category", "Long")]
    [Fact]
    public async Task Ten_thousand_words_decide_where_they_are_and_never_for_their_opposites()
    {
        for (var seed = 2; seed <= (10_000 / Pairs) + 1; seed++)
            await CheckPairsAsync(seed);
    }

    [Fact]
    public async Task A_number_decides_a_thousand_markets_and_none_of_them_wrongly()
    {
        var random = new Random(7);
        var counters = new List<(string Word, List<DrawnText> Texts, List<int> Values)>();
        for (var i = 0; i < DrawnScreens.Fonts.Count * Sizes.Length; i++)
        {
            var (round, lane) = (i / Lanes, i % Lanes);
            var (word, value) = (Words[((round % 3) * Lanes) + lane], random.Next(0, 400));
            var (texts, values) = (new List<DrawnText>(), new List<int>());
            for (var step = 0; step < Samples; step += Held, value += random.Next(1, 30))
            {
                values.Add(value);
                texts.Add(Draw(
                    random, string.Create(CultureInfo.InvariantCulture, $"{word} {value}"), i, Sizes[i / DrawnScreens.Fonts.Count],
                    lane, (round * Samples) + step, Held));
            }

            counters.Add((word, texts, values));
        }

        var analysis = await ReadAsync("drawn-numbers.mp4", [.. counters.SelectMany(counter => counter.Texts)]);

        var (right, undecided, wrong) = (0, 0, new List<string>());
        foreach (var (word, texts, values) in counters)
        {
            var (from, to) = (texts[0].Window.From, texts[^1].Window.To);
            for (var by = -9; by <= 9; by++)
            {
                var number = by % 2 == 0
                    ? new NumberTest(NumberChange.AtLeast, Math.Max(0, values[^1] + (by * 3)))
                    : new NumberTest(NumberChange.Under, Math.Max(1, values[0] + (by * 3)));
                var truth = values.Exists(value => number.IsMetBy(value)) ? Outcome.Yes : Outcome.No;
                var verdict = Ask(analysis, new TextQuery { Phrase = word, Number = number }, from, to);
                if (verdict.Outcome == truth)
                    right++;
                else if (verdict.Outcome is null)
                    undecided++;
                else
                    wrong.Add($"{verdict.Outcome} for {texts[0].Text}, {texts[^1].Text}: {number.Change} {number.Value}, {FontOf(texts[0])}");
            }
        }

        Report($"{right} right, {undecided} undecided, {wrong.Count} wrong", wrong);
        (right + undecided + wrong.Count).Should().BeGreaterThan(1_000);
        wrong.Should().BeEmpty();
        ((double)right / (right + undecided)).Should().BeGreaterThanOrEqualTo(0.8);
    }

    private async Task CheckPairsAsync(int seed)
    {
        var random = new Random(seed);
        var texts = new List<(DrawnText Drawn, string Opposite)>();
        for (var i = 0; i < Pairs; i++)
        {
            var (one, other) = Endings[(i + (i / Endings.Length)) % Endings.Length];
            var (shown, opposite) = random.Next(2) == 0 ? (one, other) : (other, one);
            var size = Math.Min(random.Next(24, 110), (int)(1_100 / (0.75 * shown.Length)));
            texts.Add((Draw(random, shown, i, size, i % Lanes, i / Lanes, samples: 1), opposite));
        }

        var analysis = await ReadAsync($"drawn-words-{seed}.mp4", [.. texts.Select(text => text.Drawn)]);

        var (sighted, yes, wrong, missed) = (0, 0, new List<string>(), new List<string>());
        foreach (var (drawn, opposite) in texts)
        {
            var (from, to) = drawn.Window;
            var (own, others) = (new TextQuery { Phrase = drawn.Text }, new TextQuery { Phrase = opposite });
            var isOpposite = texts.Exists(other => other.Drawn.Sample == drawn.Sample && other.Drawn.Text == opposite);
            if (!isOpposite && Ask(analysis, others, from, to).Outcome is { } outcome)
                wrong.Add($"{outcome} on {opposite} for {drawn.Text}, {FontOf(drawn)}");
            var verdict = Ask(analysis, own, from, to);
            yes += verdict.Outcome == Outcome.Yes ? 1 : 0;
            sighted += TextSightings.Of(own, analysis.Text!).Sightings.Any(sighting => sighting.At == from) ? 1 : 0;
            if (verdict.Outcome != Outcome.Yes)
                missed.Add($"{drawn.Text}, {FontOf(drawn)} {drawn.Style}");
        }

        Report($"{sighted} sighted, {yes} YES of {texts.Count}; {wrong.Count} wrong", [.. wrong, .. missed]);
        wrong.Should().BeEmpty();
        (sighted / (double)texts.Count).Should().BeGreaterThanOrEqualTo(0.8);
        (yes / (double)texts.Count).Should().BeGreaterThanOrEqualTo(0.6);
    }

    private void Report(string summary, IReadOnlyList<string> details)
    {
        log.WriteLine(summary);
        foreach (var detail in details)
            log.WriteLine(detail);
    }

    private static string FontOf(DrawnText text) => $"{Path.GetFileName(text.Font)} {text.Size}";

    private static DrawnText Draw(Random random, string text, int number, int size, int lane, int sample, int samples) => new(
        text, DrawnScreens.Fonts[number % DrawnScreens.Fonts.Count], size,
        DrawnScreens.Styles[(number + (number / DrawnScreens.Styles.Count)) % DrawnScreens.Styles.Count],
        20 + (lane * 235) + random.Next(0, 90), sample, samples);

    private static Verdict Ask(ClipAnalysis analysis, TextQuery text, TimeSpan from, TimeSpan to) => CriterionEvaluator.Evaluate(
        new Criterion { Labels = [], Text = text, WindowStart = from, WindowEnd = to }, analysis, new Vocabulary([]) { ReadsText = true });

    private static async Task<ClipAnalysis> ReadAsync(string name, IReadOnlyList<DrawnText> texts)
    {
        var path = await DrawnScreens.MakeAsync(name, texts);
        var video = await Conversions.Probe.ProbeAsync(path, CancellationToken.None);
        var examination = new TextExamination(
            await KnownAnalyses.Models.LoadTextAsync(), KnownAnalyses.Readers, video, new SilentObserver());
        var read = await examination.RunAsync(
            new FfmpegFrameSource(new MediaOptions(), TimeProvider.System), path, CancellationToken.None);
        return new ClipAnalysis(new AnalyzerIdentity("test", "1", []), video, read.Findings.Coverage, []) { Text = read.Findings };
    }

    private sealed class SilentObserver : IAnalysisObserver
    {
        public void Report(AnalysisProgress progress)
        {
        }

        public Task RememberProviderJobAsync(string providerJobId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<int> BeginAttemptAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException("Nothing is remote.");
    }
}
