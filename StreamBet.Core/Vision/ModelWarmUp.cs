using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Clips;

namespace StreamBet.Core.Vision;

/// <summary>If the embedded analyzer is in use, loads the vision models at startup, so that the first clip does not
/// have to wait.</summary>
internal sealed partial class ModelWarmUp(IClipAnalyzer analyzer, ModelLoader models, ILogger<ModelWarmUp> logger)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (analyzer is not EmbeddedAnalyzer)
            return;
        try
        {
            await models.LoadAsync().WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping before they are loaded.
        }
        catch (AnalysisFailedException fault)
        {
            LogFailed(fault);
        }
    }

    [LoggerMessage(
        150, LogLevel.Error, "The vision models could not be loaded ahead of the first clip; health says what is missing.")]
    private partial void LogFailed(Exception fault);
}
