using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Text;

/// <summary>The bounds within which the residue of texts applies: those of the clips on which it was measured, with a small
/// margin. It holds for letters of at least <see cref="MinLetters"/> of the picture's height.</summary>
internal static class TextBounds
{
    /// <summary>The height of capital letters in the measured texts, as a share of the picture's height.</summary>
    public const double MinLetters = 24.0 / 720;

    private static readonly SizeBounds Size = new(MinLongerSide: 320, MaxLength: TimeSpan.FromMinutes(5));

    /// <summary>Why a clip is out of bounds, as a sentence; null if it is not.</summary>
    /// <param name="video">The clip's properties.</param>
    /// <param name="isCut">Whether it shows more text than was read.</param>
    public static string? Check(VideoMetadata video, bool isCut) =>
        Size.Check(video) ?? (isCut ? "The clip shows more text than was read." : null);
}
