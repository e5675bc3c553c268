namespace StreamBet.Core.Clips.ReferencePictures;

/// <summary>A reference picture that a clip is to be searched for.</summary>
/// <param name="Sha256">Its digest.</param>
/// <param name="Png">The picture.</param>
public sealed record WantedPicture(string Sha256, byte[] Png);
