using Amazon.Rekognition.Model;
using Amazon.Runtime;

namespace Amazon.Rekognition;

/// <summary>The two operations of Amazon Rekognition that StreamBet calls.</summary>
/// <remarks>This folder stands in for the package AWSSDK.Rekognition, on AWSSDK.Core: it has that package's namespaces,
/// names and types, so that building with <c>-p:OfficialRekognitionSdk=true</c> takes the package in its place and
/// changes no other line. The package's interface has dozens of members more, so that nothing but a client implements
/// it: a test answers the client's calls.</remarks>
public interface IAmazonRekognition : IAmazonService, IDisposable
{
    /// <summary>Starts to look for labels in a video that is in S3.</summary>
    /// <exception cref="AmazonRekognitionException">The service refuses it; the error's code says why.</exception>
    Task<StartLabelDetectionResponse> StartLabelDetectionAsync(
        StartLabelDetectionRequest request, CancellationToken cancellationToken = default);

    /// <summary>Asks how a job stands, and for a page of its labels once it has succeeded.</summary>
    /// <exception cref="AmazonRekognitionException">The service refuses it; the error's code says why.</exception>
    Task<GetLabelDetectionResponse> GetLabelDetectionAsync(
        GetLabelDetectionRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonRekognitionConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(
        AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonRekognitionClient(awsCredentials, (AmazonRekognitionConfig)clientConfig);
}
