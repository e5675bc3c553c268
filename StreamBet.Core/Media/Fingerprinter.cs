using StreamBet.Core.Clips;
using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>Takes fingerprints by decoding clips once more, small, and no more of them at a time than there are
/// cores.</summary>
/// <param name="frames">Decodes clips into samples.</param>
internal sealed class Fingerprinter(IFrameSource frames) : IFingerprinter, IDisposable
{
    private readonly SemaphoreSlim _decoders = new(Environment.ProcessorCount);

    /// <inheritdoc/>
    public async Task<TakenFingerprint> TakeAsync(
        StoredClip clip, VideoMetadata video, CancellationToken cancellationToken)
    {
        await _decoders.WaitAsync(cancellationToken);
        try
        {
            var report = new DecodeReport { TakesFinePictures = TakenFingerprint.HasFine(video) };
            var samples = frames.ReadAsync(
                clip.Path, video, FingerprintPicture.SampleSide, ClipFingerprint.SamplesPerSecond, report, cancellationToken);
            await foreach (var sample in samples)
                sample.Dispose();
            return TakenFingerprint.Of(report.Pictures, report.FinePictures);
        }
        finally
        {
            _decoders.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _decoders.Dispose();
}
