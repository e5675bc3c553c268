using StreamBet.Core.Clips;
using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>Takes fingerprints by decoding clips once more, small, and no more of them at a time than there are
/// cores.</summary>
/// <param name="frames">Decodes clips into samples.</param>
internal sealed class Fingerprinter(IFrameSource frames) : IFingerprinter, IDisposable
{
    // Pixels. Twice the side of a fingerprint's picture, as the bars of a wide clip fill almost half of the sample.
    private const int SampleSize = 2 * FingerprintPicture.Side;

    private readonly SemaphoreSlim _decoders = new(Environment.ProcessorCount);

    /// <inheritdoc/>
    public async Task<ClipFingerprint> TakeAsync(
        StoredClip clip, VideoMetadata video, int samplesPerSecond, CancellationToken cancellationToken)
    {
        await _decoders.WaitAsync(cancellationToken);
        try
        {
            var report = new DecodeReport();
            var samples = frames.ReadAsync(clip.Path, video, SampleSize, samplesPerSecond, report, cancellationToken);
            await foreach (var sample in samples)
                sample.Dispose();
            return ClipFingerprint.FromSamples(report.Pictures, samplesPerSecond);
        }
        finally
        {
            _decoders.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _decoders.Dispose();
}
