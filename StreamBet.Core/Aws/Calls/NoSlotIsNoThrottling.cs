using Amazon.Rekognition;
using Amazon.Runtime.Internal;

namespace StreamBet.Core.Aws.Calls;

/// <summary>Keeps the SDK from making a call again that found no slot at Rekognition. It would, three times within
/// seconds, for it takes that for a throttling; <see cref="RekognitionJobs"/> waits for slots.</summary>
internal sealed class NoSlotIsNoThrottling : IRuntimePipelineCustomizer
{
    /// <inheritdoc/>
    public string UniqueName => typeof(NoSlotIsNoThrottling).FullName!;

    /// <summary>Lets it apply to the clients made from now on; a second time nothing happens.</summary>
    public static void Register() => RuntimePipelineCustomizerRegistry.Instance.Register(new NoSlotIsNoThrottling());

    /// <inheritdoc/>
    public void Customize(Type type, RuntimePipeline pipeline)
    {
        if (!type.IsAssignableTo(typeof(IAmazonRekognition)))
            return;
        foreach (var handler in pipeline.Handlers.OfType<RetryHandler>())
            handler.RetryPolicy.ThrottlingErrorCodes.Remove(RekognitionJobs.NoSlotCode);
    }
}
