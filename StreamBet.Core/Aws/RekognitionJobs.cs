using Amazon.Rekognition;
using Amazon.Rekognition.Model;
using Polly;
using StreamBet.Core.Aws.Calls;
using StreamBet.Core.Aws.Storage;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Aws;

/// <summary>
/// Label detections at Rekognition. The SDK repeats single calls; here is what lies around them: waiting for a slot, asking
/// again until there is an answer, and giving up.
/// </summary>
internal sealed class RekognitionJobs(IAmazonRekognition rekognition, AwsOptions options, TimeProvider time)
{
    private const int PageSize = 1000;
    private const double Jitter = 0.25;

    private long? _answeredAt;

    /// <summary>Whether Rekognition has answered a question about a job, or taken one, in the time before now.</summary>
    public bool HasAnsweredWithin(TimeSpan past) => _answeredAt is { } at && time.GetElapsedTime(at) < past;

    /// <summary>Starts a detection. The same token for the same object starts one at most, however often it is asked
    /// for.</summary>
    /// <param name="copy">The clip in its bucket.</param>
    /// <param name="token">1 to 64 letters, digits and hyphens.</param>
    /// <param name="waiting">Hears each time that there was no slot for it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The id of Rekognition's job.</returns>
    public Task<string> StartAsync(ClipCopy copy, string token, Action waiting, CancellationToken cancellationToken)
    {
        var request = new StartLabelDetectionRequest
        {
            ClientRequestToken = token,
            MinConfidence = (float)DetectedLabel.MinConfidence,
            Features = ["GENERAL_LABELS"],
            Video = new Video { S3Object = new S3Object { Bucket = copy.Bucket, Name = copy.Key } },
        };
        var patience = new Patience(options.Patience, time);
        return Policy
            .Handle<AmazonRekognitionException>(IsFull)
            .Or<Exception>(patience.Bears)
            .WaitAndRetryForeverAsync(
                (_, exception, _) => Vary(IsFull(exception) ? options.SlotInterval : options.PollInterval),
                (exception, _, _, _) =>
                {
                    if (IsFull(exception))
                    {
                        patience.Restore(); // It has answered.
                        waiting();
                    }

                    return Task.CompletedTask;
                })
            .ExecuteAsync(
                async ct =>
                {
                    var answer = await rekognition.StartLabelDetectionAsync(request, ct);
                    _answeredAt = time.GetTimestamp();
                    return answer.JobId ?? throw new AmazonRekognitionException("The answer names no job.");
                },
                cancellationToken);
    }

    /// <summary>Waits until a detection has ended and reads its first page.</summary>
    /// <param name="jobId">Rekognition's job.</param>
    /// <param name="asked">Hears how often it was asked.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<GetLabelDetectionResponse> WaitAsync(string jobId, Action<int> asked, CancellationToken cancellationToken) =>
        AskAsync(jobId, null, asked, cancellationToken);

    /// <summary>Reads a further page.</summary>
    /// <param name="jobId">Rekognition's job.</param>
    /// <param name="nextToken">What the page before said.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<GetLabelDetectionResponse> ReadPageAsync(
        string jobId, string nextToken, CancellationToken cancellationToken) =>
        AskAsync(jobId, nextToken, _ => { }, cancellationToken);

    private Task<GetLabelDetectionResponse> AskAsync(
        string jobId, string? nextToken, Action<int> asked, CancellationToken cancellationToken)
    {
        var request = new GetLabelDetectionRequest
        {
            JobId = jobId,
            MaxResults = PageSize,
            NextToken = nextToken,
            SortBy = LabelDetectionSortBy.TIMESTAMP,
            AggregateBy = LabelDetectionAggregateBy.TIMESTAMPS,
        };
        var patience = new Patience(options.Patience, time);
        var polls = 0;
        return Policy<GetLabelDetectionResponse>
            .HandleResult(answer => answer.JobStatus == VideoJobStatus.IN_PROGRESS)
            .Or<Exception>(patience.Bears)
            .WaitAndRetryForeverAsync(_ => Vary(options.PollInterval))
            .ExecuteAsync(
                async ct =>
                {
                    asked(++polls);
                    var answer = await rekognition.GetLabelDetectionAsync(request, ct);
                    patience.Restore();
                    _answeredAt = time.GetTimestamp();
                    return answer;
                },
                cancellationToken);
    }

    private static bool IsFull(Exception exception) =>
        exception is AmazonRekognitionException { ErrorCode: NoRetryOnJobLimit.JobLimitCode };

    // Jobs that began together would else ask together for ever.
    private static TimeSpan Vary(TimeSpan interval) =>
        interval * (1 + (Jitter * ((2 * Random.Shared.NextDouble()) - 1)));

    /// <summary>How long failures that may pass by themselves are borne with, one after the other.</summary>
    private sealed class Patience(TimeSpan limit, TimeProvider time)
    {
        private long? _since;

        public bool Bears(Exception exception)
        {
            if (AwsFault.Of(exception) is not { IsTransient: true })
                return false;
            _since ??= time.GetTimestamp();
            return time.GetElapsedTime(_since.Value) < limit;
        }

        public void Restore() => _since = null;
    }
}
