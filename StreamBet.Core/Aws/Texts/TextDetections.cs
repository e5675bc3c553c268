using Amazon.Rekognition;
using Amazon.Rekognition.Model;
using StreamBet.Core.Aws.Detections;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Aws.Texts;

/// <summary>Reading text.</summary>
internal sealed class TextDetections(IAmazonRekognition rekognition) : IDetection<TextDetectionResult>
{
    /// <inheritdoc/>
    public DetectionKind Kind => DetectionKind.Text;

    /// <inheritdoc/>
    public string Work => "read the text in the clip";

    /// <inheritdoc/>
    public async Task<string?> StartAsync(Video video, string token, CancellationToken cancellationToken)
    {
        // Without the filter, words under 80 % are left out, and with them the doubts.
        var answer = await rekognition.StartTextDetectionAsync(
            new StartTextDetectionRequest
            {
                ClientRequestToken = token,
                Filters = new StartTextDetectionFilters
                {
                    WordFilter = new DetectionFilter { MinConfidence = (float)Sighting.MinDoubt },
                },
                Video = video,
            },
            cancellationToken);
        return answer.JobId;
    }

    /// <inheritdoc/>
    public async Task<DetectionPage<TextDetectionResult>> GetAsync(
        string jobId, int maxResults, string? nextToken, CancellationToken cancellationToken)
    {
        var answer = await rekognition.GetTextDetectionAsync(
            new GetTextDetectionRequest { JobId = jobId, MaxResults = maxResults, NextToken = nextToken }, cancellationToken);
        return new DetectionPage<TextDetectionResult>(
            answer.JobStatus, answer.StatusMessage, answer.TextModelVersion, answer.VideoMetadata, answer.TextDetections,
            answer.NextToken);
    }
}
