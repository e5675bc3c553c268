using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Media;

/// <summary>Reads what a clip is, without decoding it whole.</summary>
internal interface IClipProbe
{
    /// <summary>Reads the clip's container and its first video stream.</summary>
    /// <param name="path">The clip; its name says nothing, its content decides.</param>
    /// <param name="ct">Ends the probe; its child process is gone when the task ends.</param>
    /// <exception cref="RefusedException">The clip is not one that can be analysed, or the tools are
    /// missing.</exception>
    Task<VideoMetadata> ProbeAsync(string path, CancellationToken ct);

    /// <summary>Says which tools are missing; empty when they are there and start. Looks again until they are.</summary>
    Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken ct);
}
