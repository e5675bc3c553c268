using Amazon.Rekognition.Model;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Amazon.Rekognition;

/// <summary>Calls Amazon Rekognition. Signing, credentials and retries are those of AWSSDK.Core.</summary>
public class AmazonRekognitionClient : AmazonServiceClient, IAmazonRekognition
{
    /// <summary>Creates a client with credentials and region from the SDK's default sources.</summary>
    public AmazonRekognitionClient()
        : base(new AmazonRekognitionConfig())
    {
    }

    /// <summary>Creates a client with credentials from the SDK's default sources.</summary>
    public AmazonRekognitionClient(AmazonRekognitionConfig config)
        : base(config)
    {
    }

    /// <summary>Creates a client with the given credentials and settings.</summary>
    public AmazonRekognitionClient(AWSCredentials credentials, AmazonRekognitionConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata { get; } = new Metadata();

    /// <inheritdoc/>
    public virtual Task<StartLabelDetectionResponse> StartLabelDetectionAsync(
        StartLabelDetectionRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<StartLabelDetectionResponse>("StartLabelDetection", request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<GetLabelDetectionResponse> GetLabelDetectionAsync(
        GetLabelDetectionRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<GetLabelDetectionResponse>("GetLabelDetection", request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<StartTextDetectionResponse> StartTextDetectionAsync(
        StartTextDetectionRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<StartTextDetectionResponse>("StartTextDetection", request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<GetTextDetectionResponse> GetTextDetectionAsync(
        GetTextDetectionRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<GetTextDetectionResponse>("GetTextDetection", request, cancellationToken);

    /// <summary>Adds signing with Signature Version 4, which the base pipeline lacks.</summary>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) =>
        pipeline.AddHandlerAfter<Marshaller>(new SignatureVersion4());

    private Task<TResponse> CallAsync<TResponse>(
        string operation, AmazonWebServiceRequest request, CancellationToken cancellationToken)
        where TResponse : AmazonWebServiceResponse, new()
    {
        var options = new InvokeOptions
        {
            RequestMarshaller = new RequestWriter(operation),
            ResponseUnmarshaller = ResponseReader<TResponse>.Instance,
        };
        return InvokeAsync<TResponse>(request, options, cancellationToken);
    }

    private sealed class Metadata : IServiceMetadata
    {
        public string ServiceId => AmazonRekognitionConfig.ServiceId;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }

    private sealed class SignatureVersion4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
            AuthSchemeOption.DEFAULT_SIGV4;
    }
}
