using Amazon.Runtime.Internal;

namespace StreamBet.Tests.Support.Aws;

/// <summary>Shortens the SDK's retry delays in this process from seconds to milliseconds. Which calls are retried, and
/// how often, does not change.</summary>
internal sealed class ShortBackoff : IRuntimePipelineCustomizer
{
    private const int Milliseconds = 20;

    /// <inheritdoc/>
    public string UniqueName => typeof(ShortBackoff).FullName!;

    /// <inheritdoc/>
    public void Customize(Type type, RuntimePipeline pipeline)
    {
        foreach (var handler in pipeline.Handlers.OfType<RetryHandler>())
        {
            if (handler.RetryPolicy is StandardRetryPolicy policy)
                policy.MaxBackoffInMilliseconds = Milliseconds;
        }
    }
}
