using Amazon.Rekognition;
using Amazon.Rekognition.Model;
using StreamBet.Core.Aws.Detections;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Aws.Labels;

/// <summary>Finding labels.</summary>
internal sealed class LabelDetections(IAmazonRekognition rekognition) : IDetection<LabelDetection>
{
    /// <inheritdoc/>
    public DetectionKind Kind => DetectionKind.Labels;

    /// <inheritdoc/>
    public string Work => "analyse the clip";

    /// <inheritdoc/>
    public async Task<string?> StartAsync(Video video, string token, CancellationToken cancellationToken)
    {
        var answer = await rekognition.StartLabelDetectionAsync(
            new StartLabelDetectionRequest
            {
                ClientRequestToken = token,
                MinConfidence = (float)Sighting.MinDoubt,
                Features = ["GENERAL_LABELS"],
                Video = video,
            },
            cancellationToken);
        return answer.JobId;
    }

    /// <inheritdoc/>
    public async Task<DetectionPage<LabelDetection>> GetAsync(
        string jobId, int maxResults, string? nextToken, CancellationToken cancellationToken)
    {
        var answer = await rekognition.GetLabelDetectionAsync(
            new GetLabelDetectionRequest
            {
                JobId = jobId,
                MaxResults = maxResults,
                NextToken = nextToken,
                SortBy = LabelDetectionSortBy.TIMESTAMP,
                AggregateBy = LabelDetectionAggregateBy.TIMESTAMPS,
            },
            cancellationToken);
        return new DetectionPage<LabelDetection>(
            answer.JobStatus, answer.StatusMessage, answer.LabelModelVersion, answer.VideoMetadata, answer.Labels,
            answer.NextToken);
    }
}
