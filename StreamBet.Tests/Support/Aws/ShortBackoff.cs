using Amazon.Runtime.Internal;

namespace StreamBet.Tests.Support.Aws;

/// <summary>Lets the SDK's clients in this process wait for milliseconds where they wait for seconds before they make a
/// call again. Which calls those are, and how often, stays as it is.</summary>
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
