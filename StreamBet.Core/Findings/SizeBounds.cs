using System.Globalization;

namespace StreamBet.Core.Findings;

/// <summary>The sizes and lengths of clips within which an absence can be told.</summary>
/// <param name="MinLongerSide">In pixels.</param>
/// <param name="MaxLength">The maximum length; null if there is none.</param>
internal sealed record SizeBounds(int MinLongerSide, TimeSpan? MaxLength)
{
    /// <summary>The maximum ratio of the longer to the shorter side; measured clips have up to 2.3.</summary>
    private const double MaxRatio = 2.6;

    /// <summary>"Plainly there" means for this long.</summary>
    private static readonly TimeSpan MinLength = TimeSpan.FromSeconds(2);

    /// <summary>Why a clip is out of bounds, as a sentence; null if it is not.</summary>
    public string? Check(VideoMetadata video)
    {
        var (longer, shorter) = (Math.Max(video.Width, video.Height), Math.Min(video.Width, video.Height));
        if (longer < MinLongerSide)
            return Say($"The clip's picture is too small for a NO: its longer side has {longer} pixels, {MinLongerSide} are needed.");
        if (longer > MaxRatio * shorter)
            return Say($"The clip's picture is too narrow for a NO: {video.Width} x {video.Height} pixels.");
        if (video.Duration < MinLength)
            return Say($"The clip is too short for a NO: {video.Duration.TotalSeconds:0.#} s; {MinLength.TotalSeconds:0} s are needed.");
        return video.Duration > MaxLength
            ? Say($"The clip is too long for a NO: the limit is {MaxLength.Value.TotalMinutes:0} min.")
            : null;
    }

    private static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
