using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks;

/// <summary>What the analyzer finds in the real clips beside the project, label by label, against what is truly in
/// them.</summary>
internal static class AccuracyBenchmark
{
    public static async Task RunAsync()
    {
        if (KnownClip.All is not { } clips)
        {
            Console.WriteLine(
                $"Not run: there are no clips with a manifest beside this checkout. {SharedMaterial.Variable} names their folder.");
            return;
        }

        using var analyzer = KnownClip.NewAnalyzer();
        var (right, wrong) = (0, 0);
        foreach (var clip in clips)
        {
            var (analysis, took) = await clip.AnalyzeAsync(analyzer);
            Print($"{clip.Name}: {analysis.Coverage.Examined} of {analysis.Coverage.Planned} samples in {took.TotalSeconds:0.0} s");
            foreach (var label in analysis.Labels)
            {
                var isSure = label.Confidence > 80;
                var judged = clip.IsRight(label) ? "right" : "WRONG";
                Print($"  {(isSure ? "over 80" : "       ")} {label.Name,-16} {label.Confidence,5:0.0} {judged}, {label.Sightings.Count} sightings");
                right += isSure && clip.IsRight(label) ? 1 : 0;
                wrong += isSure && !clip.IsRight(label) ? 1 : 0;
            }
        }

        Print($"over 80: {right} right, {wrong} wrong, {100.0 * right / (right + wrong):0} % right (wanted 90)");
    }

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
