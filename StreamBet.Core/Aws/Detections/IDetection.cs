using Amazon.Rekognition;
using Amazon.Rekognition.Model;

namespace StreamBet.Core.Aws.Detections;

/// <summary>The kinds of detection, in the order in which a clip goes through them.</summary>
internal enum DetectionKind
{
    /// <summary>Finding labels; every clip.</summary>
    Labels,

    /// <summary>Reading the text; only if it was asked for.</summary>
    Text,
}

/// <summary>The calls that start a kind of detection at Rekognition and ask for its result.</summary>
/// <typeparam name="TFound">What it finds.</typeparam>
internal interface IDetection<TFound>
{
    /// <summary>Its kind.</summary>
    DetectionKind Kind { get; }

    /// <summary>What it does, as the end of a sentence that starts with "Amazon Rekognition could not ".</summary>
    string Work { get; }

    /// <summary>Starts it and returns the id of the Rekognition job.</summary>
    Task<string?> StartAsync(Video video, string token, CancellationToken cancellationToken);

    /// <summary>Asks for its status and, once it has succeeded, a page of its result.</summary>
    Task<DetectionPage<TFound>> GetAsync(string jobId, int maxResults, string? nextToken, CancellationToken cancellationToken);
}

/// <summary>The status of a detection and a page of its result.</summary>
/// <param name="Status">The status.</param>
/// <param name="StatusMessage">Why it failed.</param>
/// <param name="ModelVersion">The version of the model.</param>
/// <param name="Video">What Rekognition says about the clip.</param>
/// <param name="Found">What was found.</param>
/// <param name="NextToken">The token of the next page; null or empty on the last.</param>
internal sealed record DetectionPage<TFound>(
    VideoJobStatus? Status, string? StatusMessage, string? ModelVersion, VideoMetadata? Video, IReadOnlyList<TFound?>? Found,
    string? NextToken);
