using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Media;

/// <summary>Reads a clip's properties without decoding all of it.</summary>
internal interface IClipProbe
{
    /// <summary>Reads the clip's container and its first video stream.</summary>
    /// <param name="path">The clip; its content counts, not its name.</param>
    /// <param name="ct">Cancels the probe; its child process has exited when the task ends.</param>
    /// <exception cref="RefusedException">The clip cannot be analysed, or the tools are missing.</exception>
    Task<VideoMetadata> ProbeAsync(string path, CancellationToken ct);

    /// <summary>The tools that are missing or do not start; empty when all work. Checks again on every call until they
    /// do.</summary>
    Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken ct);
}
