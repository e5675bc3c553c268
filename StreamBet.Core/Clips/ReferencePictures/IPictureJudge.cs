namespace StreamBet.Core.Clips.ReferencePictures;

/// <summary>Tells which pictures a clip can be searched for. There is one only where the analyzer can look for pictures.</summary>
public interface IPictureJudge
{
    /// <summary>Why a picture can't be told from others, as sentences that say what to do; null if it can.</summary>
    string? WhyUnclear(DecodedPicture picture);

    /// <summary>Whether its absence from a clip can be told: it is surely opaque, so that it looks the same in front of anything.</summary>
    bool CanBeDisproved(DecodedPicture picture);
}
