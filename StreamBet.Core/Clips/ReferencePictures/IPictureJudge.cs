namespace StreamBet.Core.Clips.ReferencePictures;

/// <summary>Tells which pictures a clip can be searched for. There is one only where the analyzer can look for pictures.</summary>
public interface IPictureJudge
{
    /// <summary>Why a picture can't be told from others, as sentences that say what to do; null if it can.</summary>
    string? WhyUnclear(DecodedPicture picture);
}
