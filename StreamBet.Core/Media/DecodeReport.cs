using StreamBet.Core.Clips.Fingerprints;

namespace StreamBet.Core.Media;

/// <summary>What the decoder reports after the last sample.</summary>
internal sealed class DecodeReport
{
    /// <summary>The number of pictures that are damaged in the file, so that the decoder had to fill in parts of them. The
    /// pictures after them, up to the next key picture, may be wrong too. Set when the enumeration has ended.</summary>
    public int DamagedPictures { get; set; }

    /// <summary>The samples so far as small grey pictures, to take the clip's fingerprint from; empty at other rates than
    /// <see cref="ClipFingerprint.SamplesPerSecond"/> and <see cref="ClipFingerprint.FineSamplesPerSecond"/>.</summary>
    public List<FingerprintPicture> Pictures { get; } = [];

    /// <summary>Whether fine pictures are wanted too; only with <see cref="ClipFingerprint.SamplesPerSecond"/>. They cost little beside
    /// the decoding.</summary>
    public bool TakesFinePictures { get; init; }

    /// <summary>The small grey pictures so far at <see cref="ClipFingerprint.FineSamplesPerSecond"/>; a clip that ends in black may lack
    /// the last three.</summary>
    public List<FingerprintPicture> FinePictures { get; } = [];
}
