using StreamBet.Core.Kernel;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Clips;

/// <summary>The data about a clip that precedes its bytes.</summary>
/// <param name="FileName">Its name; folders are removed.</param>
/// <param name="Bytes">Its size, or null if unknown.</param>
/// <param name="MarketIds">The markets to bind it to.</param>
public sealed record ClipOffer(string FileName, long? Bytes, IReadOnlyList<long> MarketIds)
{
    /// <summary>The accepted file name extensions.</summary>
    public static readonly IReadOnlyList<string> Extensions = [".mp4", ".m4v", ".mov", ".avi"];

    /// <summary>The most markets per clip.</summary>
    public const int MaxMarkets = 50;

    private const int MaxNameLength = 200;

    /// <summary>More markets to bind it to, if they are free when the clip is offered.</summary>
    public IReadOnlyList<long> MarketIdsIfFree { get; init; } = [];

    /// <summary>Whether the uploader agrees that anyone may see its evidence frames.</summary>
    public bool SharesFrames { get; init; }

    /// <summary>Whether the uploader wants to know the text in it; a market that asks for a text has it read anyway.</summary>
    public bool ReadsText { get; init; }

    /// <summary>What the uploader asks of it, without a market; null if nothing.</summary>
    public Criterion? Criterion { get; init; }

    /// <summary>The stored name: the last part of the path, without characters that can't be seen or turn the text around.</summary>
    public string SafeName
    {
        get
        {
            var last = FileName.Split('/', '\\')[^1];
            var clean = DisplayText.Visible(last).Trim();
            if (clean.Length <= MaxNameLength)
                return clean;
            var extension = Path.GetExtension(clean);
            return extension.Length is > 0 and <= 8 ? clean[..(MaxNameLength - extension.Length)] + extension : clean[..MaxNameLength];
        }
    }

    /// <summary>Checks everything that is known before the first byte.</summary>
    /// <param name="maxBytes">The size limit in bytes.</param>
    /// <exception cref="RefusedException">Unsupported type (415), empty (400), too large (413) or too many markets
    /// (422).</exception>
    public void Ensure(long maxBytes)
    {
        if (!Extensions.Contains(Path.GetExtension(SafeName), StringComparer.OrdinalIgnoreCase))
        {
            throw new RefusedException(
                RefusalKind.Unsupported, "unsupported_type",
                "Only MP4, MOV and AVI clips are accepted; the file name must end with .mp4, .m4v, .mov or .avi. "
                + HowToConvert(Path.GetExtension(SafeName)));
        }

        if (Bytes == 0)
            throw Empty();
        if (Bytes > maxBytes)
            throw TooLarge(maxBytes);
        if (MarketIds.Count > MaxMarkets)
        {
            throw new RefusedException(
                RefusalKind.Unprocessable, "too_many_markets", $"One clip can decide at most {MaxMarkets} markets.");
        }
    }

    // OBS and browsers record in containers that only need to be exchanged.
    private static string HowToConvert(string extension) => extension.ToLowerInvariant() switch
    {
        ".mkv" => "Make an MP4 of it without loss, in OBS by File > Remux Recordings, and send that.",
        ".webm" => "Make an MP4 of it, for example with HandBrake, and send that.",
        _ => "Convert the clip to MP4 and upload it again.",
    };

    internal static RefusedException Empty() => new(
        RefusalKind.Invalid, "empty_file", "The file is empty. Choose the clip again; it may not be saved yet.");

    /// <summary>The refusal of a clip that is too large.</summary>
    /// <param name="maxBytes">The size limit in bytes.</param>
    public static RefusedException TooLarge(long maxBytes) => new(
        RefusalKind.TooLarge, "file_too_large",
        FormattableString.Invariant(
            $"The clip is larger than {maxBytes / 1024.0 / 1024:0.#} MB. Shorten it or lower its resolution, and send it ")
        + "again.");
}
