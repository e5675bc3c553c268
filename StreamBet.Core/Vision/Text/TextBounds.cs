using System.Globalization;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Text;

/// <summary>The bounds within which the residue of texts applies: those of the clips on which it was measured, with a small
/// margin. It holds for letters of at least <see cref="MinLetters"/> of the picture's height.</summary>
internal static class TextBounds
{
    /// <summary>The height of capital letters in the measured texts, as a share of the picture's height.</summary>
    public const double MinLetters = 24.0 / 720;

    private const int MinLongerSide = 320;
    private const double MaxRatio = 2.6;

    private static readonly TimeSpan MinLength = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxLength = TimeSpan.FromMinutes(5);

    /// <summary>Why a clip is out of bounds, as a sentence; null if it is not.</summary>
    /// <param name="video">The clip's properties.</param>
    /// <param name="isCut">Whether it shows more text than was read.</param>
    public static string? Check(VideoMetadata video, bool isCut)
    {
        var (longer, shorter) = (Math.Max(video.Width, video.Height), Math.Min(video.Width, video.Height));
        if (longer < MinLongerSide)
            return Say($"The picture is too small to read: its longer side has {longer} pixels, {MinLongerSide} are needed.");
        if (longer > MaxRatio * shorter)
            return Say($"The picture is too narrow: {video.Width} x {video.Height} pixels.");
        if (video.Duration < MinLength)
            return Say($"The clip is too short: {video.Duration.TotalSeconds:0.#} s; {MinLength.TotalSeconds:0} s are needed.");
        if (video.Duration > MaxLength)
            return Say($"The clip is too long: the limit is {MaxLength.TotalMinutes:0} min.");
        return isCut ? "The clip shows more text than was read." : null;
    }

    private static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
