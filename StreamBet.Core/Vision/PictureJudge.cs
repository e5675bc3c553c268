using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Vision.Pictures;

namespace StreamBet.Core.Vision;

/// <summary>Tells which pictures the embedded analyzer can tell from others.</summary>
internal sealed class PictureJudge : IPictureJudge
{
    /// <inheritdoc/>
    public string? WhyUnclear(DecodedPicture picture) =>
        PictureCheck.WhyUnclear(GreySamples.OfPicture(picture), GreySamples.OpacityOf(picture));

    /// <inheritdoc/>
    public bool CanBeDisproved(DecodedPicture picture) => PictureCheck.IsSurelyOpaque(GreySamples.OfPicture(picture));
}
