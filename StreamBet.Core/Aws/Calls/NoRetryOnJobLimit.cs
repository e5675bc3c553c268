using Amazon.Rekognition;
using Amazon.Runtime.Internal;

namespace StreamBet.Core.Aws.Calls;

/// <summary>Stops the SDK from retrying a start that Rekognition refuses because the account already runs as many jobs
/// as it may. The SDK treats that error as throttling and would retry it three times within seconds; a slot usually
/// takes minutes to become free, so the caller waits instead.</summary>
internal sealed class NoRetryOnJobLimit : IRuntimePipelineCustomizer
{
    /// <summary>Rekognition's error code for an account that runs as many jobs as it may.</summary>
    public const string JobLimitCode = "LimitExceededException";

    /// <inheritdoc/>
    public string UniqueName => typeof(NoRetryOnJobLimit).FullName!;

    /// <summary>Applies it to all Rekognition clients created from now on. Calling it again has no effect.</summary>
    public static void Register() => RuntimePipelineCustomizerRegistry.Instance.Register(new NoRetryOnJobLimit());

    /// <inheritdoc/>
    public void Customize(Type type, RuntimePipeline pipeline)
    {
        if (!type.IsAssignableTo(typeof(IAmazonRekognition)))
            return;
        foreach (var handler in pipeline.Handlers.OfType<RetryHandler>())
            handler.RetryPolicy.ThrottlingErrorCodes.Remove(JobLimitCode);
    }
}
