namespace StreamBet.Core.Media;

/// <summary>What a decoder says of a clip when it has come to its end.</summary>
internal sealed class DecodeReport
{
    /// <summary>Pictures that were damaged in the file and patched up by the decoder; what follows them, up to the next whole
    /// picture, is patched up too. Known when the enumeration has ended.</summary>
    public int DamagedPictures { get; set; }
}
