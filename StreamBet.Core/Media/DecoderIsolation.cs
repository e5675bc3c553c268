using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StreamBet.Core.Media;

/// <summary>Finds out at the start what keeps ffmpeg and ffprobe away from this server, its files and the network, and writes it to
/// the log.</summary>
/// <param name="logger">The log.</param>
public sealed partial class DecoderIsolation(ILogger<DecoderIsolation> logger) : BackgroundService
{
    /// <summary>What is in use. Cheap enough for every health check.</summary>
    public static async Task<DecoderState> InspectAsync()
    {
        var (sandbox, why) = await Sandbox.OfThisMachineAsync();
        return new DecoderState(sandbox.Isolates, sandbox.Name, why);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var state = await InspectAsync();
        if (!state.IsIsolated)
            LogLimited(state.Why ?? state.Means);
        else if (state.Why is { } why)
            LogIsolatedOtherwise(state.Means, why);
        else
            LogIsolated(state.Means);
    }

    [LoggerMessage(142, LogLevel.Information, "Decoders are isolated by {Means}.")]
    private partial void LogIsolated(string means);

    [LoggerMessage(143, LogLevel.Information, "Decoders are isolated by {Means}: {Why}")]
    private partial void LogIsolatedOtherwise(string means, string why);

    [LoggerMessage(144, LogLevel.Warning,
        "Decoders run with the server's rights. Only memory, processor time and priority are limited: {Why} See docs/decoders.md.")]
    private partial void LogLimited(string why);
}

/// <summary>What keeps decoders away from the server.</summary>
/// <param name="IsIsolated">Whether they reach neither the network, nor any other file or process.</param>
/// <param name="Means">What does it, such as "bubblewrap"; "none" where nothing does.</param>
/// <param name="Why">Why it is nothing better; null for the best.</param>
public sealed record DecoderState(bool IsIsolated, string Means, string? Why);
