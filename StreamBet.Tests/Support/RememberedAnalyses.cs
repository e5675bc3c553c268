using System.Collections.Concurrent;
using System.Security.Cryptography;
using StreamBet.Core.Clips;

namespace StreamBet.Tests.Support;

/// <summary>What the real analyzer told of the clips that servers under test sent it. The same pictures, asked the same way, are
/// examined once in a run: most tests need an analysis as a step, and promise nothing about how it is made.</summary>
internal static class RememberedAnalyses
{
    private static readonly ConcurrentDictionary<string, Remembered> Made = new(StringComparer.Ordinal);

    /// <summary>Analyses a clip as the analyzer does, or tells its viewers the same again.</summary>
    public static async Task<AnalyzedClip> AnalyzeAsync(
        IClipAnalyzer real, AnalysisRequest request, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        var key = string.Join(
            ' ', [await DigestAsync(request.Clip.Path, cancellationToken), request.Video, request.ReadsText, real.Vocabulary.ReadsText,
                .. request.Pictures.Select(picture => picture.Sha256)]);
        if (Made.TryGetValue(key, out var known))
        {
            foreach (var progress in known.Reports)
            {
                cancellationToken.ThrowIfCancellationRequested();
                observer.Report(progress);
            }

            return known.Clip;
        }

        var listener = new Listener(observer);
        var analyzed = await real.AnalyzeAsync(request, listener, cancellationToken);
        Made.TryAdd(key, new Remembered(analyzed, listener.Heard));
        return analyzed;
    }

    // Without the empty box that makes its bytes new.
    private static async Task<string> DigestAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        return Convert.ToHexString(SHA256.HashData(bytes.AsSpan(0, FreeBox.LengthWithout(bytes))));
    }

    private sealed record Remembered(AnalyzedClip Clip, IReadOnlyList<AnalysisProgress> Reports);

    // An analyzer reports one thing at a time.
    private sealed class Listener(IAnalysisObserver observer) : IAnalysisObserver
    {
        public List<AnalysisProgress> Heard { get; } = [];

        public void Report(AnalysisProgress progress)
        {
            Heard.Add(progress);
            observer.Report(progress);
        }

        public Task RememberProviderJobAsync(string providerJobId, CancellationToken cancellationToken) =>
            observer.RememberProviderJobAsync(providerJobId, cancellationToken);

        public Task<int> BeginAttemptAsync(CancellationToken cancellationToken) => observer.BeginAttemptAsync(cancellationToken);
    }
}
