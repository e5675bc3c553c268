using System.Collections.Concurrent;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Core.Vision;
using StreamBet.Core.Vision.Text;

namespace StreamBet.Tests.Support;

/// <summary>Analyses and examinations of clips as the application makes them, each computed once.</summary>
internal static class KnownAnalyses
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<ClipAnalysis>>> Made = new(StringComparer.Ordinal);
    private static readonly MediaOptions Media = new();

    /// <summary>The vision models, loaded once for all tests.</summary>
    public static ModelLoader Models { get; } = new(new ModelFiles(Repository.Models));

    /// <summary>Starts second readers of text.</summary>
    public static SecondReaders Readers { get; } = new();

    /// <summary>The analyzer as the application runs it.</summary>
    public static EmbeddedAnalyzer Analyzer { get; } = new(
        Conversions.Probe, new FfmpegFrameSource(Media, TimeProvider.System), Models, Readers, Conversions.Pictures);

    /// <summary>The analysis of a clip.</summary>
    public static Task<ClipAnalysis> OfAsync(string path) => Made.GetOrAdd(
        path, _ => new Lazy<Task<ClipAnalysis>>(() => AnalyzeAsync(path))).Value;

    private static async Task<ClipAnalysis> AnalyzeAsync(string path)
    {
        var clip = new StoredClip(path);
        var video = await Analyzer.ProbeAsync(clip, CancellationToken.None);
        var request = new AnalysisRequest(Guid.NewGuid(), 1, clip, video, null);
        return (await Analyzer.AnalyzeAsync(request, new Unheard(), CancellationToken.None)).Analysis;
    }

    /// <summary>Examines a clip without computing probabilities.</summary>
    public static async Task<(Examination Examination, VideoMetadata Video)> ExamineAsync(VisionModels models, string path)
    {
        var video = await Conversions.Probe.ProbeAsync(path, CancellationToken.None);
        var examination = await new ClipExamination(models, video, new Unheard())
            .RunAsync(new FfmpegFrameSource(Media, TimeProvider.System), path, CancellationToken.None);
        return (examination, video);
    }

    private sealed class Unheard : IAnalysisObserver
    {
        public void Report(AnalysisProgress progress)
        {
        }

        public Task RememberProviderJobAsync(string providerJobId, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public Task<int> BeginAttemptAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException("Nothing is remote.");
    }
}
