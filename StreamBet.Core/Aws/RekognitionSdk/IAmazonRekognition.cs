using Amazon.Rekognition.Model;
using Amazon.Runtime;

namespace Amazon.Rekognition;

/// <summary>The four operations of Amazon Rekognition that StreamBet calls.</summary>
/// <remarks>This folder replaces the package AWSSDK.Rekognition on top of AWSSDK.Core. It uses the package's
/// namespaces, names and types, so building with <c>-p:OfficialRekognitionSdk=true</c> uses the package instead without
/// any other change. The package's interface has dozens more members, so tests do not implement it; they answer the
/// client's HTTP calls.</remarks>
public interface IAmazonRekognition : IAmazonService, IDisposable
{
    /// <summary>Starts to detect labels in a video in S3.</summary>
    /// <exception cref="AmazonRekognitionException">The service refused the call; the error code says why.</exception>
    Task<StartLabelDetectionResponse> StartLabelDetectionAsync(
        StartLabelDetectionRequest request, CancellationToken cancellationToken = default);

    /// <summary>Gets the status of a job and, once it has succeeded, a page of its labels.</summary>
    /// <exception cref="AmazonRekognitionException">The service refused the call; the error code says why.</exception>
    Task<GetLabelDetectionResponse> GetLabelDetectionAsync(
        GetLabelDetectionRequest request, CancellationToken cancellationToken = default);

    /// <summary>Starts to detect text in a video in S3.</summary>
    /// <exception cref="AmazonRekognitionException">The service refused the call; the error code says why.</exception>
    Task<StartTextDetectionResponse> StartTextDetectionAsync(
        StartTextDetectionRequest request, CancellationToken cancellationToken = default);

    /// <summary>Gets the status of a job and, once it has succeeded, a page of its text.</summary>
    /// <exception cref="AmazonRekognitionException">The service refused the call; the error code says why.</exception>
    Task<GetTextDetectionResponse> GetTextDetectionAsync(
        GetTextDetectionRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonRekognitionConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(
        AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonRekognitionClient(awsCredentials, (AmazonRekognitionConfig)clientConfig);
}
