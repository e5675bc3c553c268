using Amazon.Rekognition;
using Amazon.Rekognition.Model;
using Polly;
using StreamBet.Core.Aws.Calls;
using StreamBet.Core.Aws.Storage;

namespace StreamBet.Core.Aws.Detections;

/// <summary>
/// Runs jobs at Rekognition: waits for a free slot, polls until the job ends, and gives up after a time limit. The SDK
/// retries single calls.
/// </summary>
internal sealed class RekognitionJobs(AwsOptions options, TimeProvider time)
{
    private const int PageSize = 1000;
    private const double Jitter = 0.25;

    private long? _answeredAt;

    /// <summary>Whether Rekognition has started a job or answered a status check within the given time.</summary>
    public bool HasAnsweredWithin(TimeSpan past) => _answeredAt is { } at && time.GetElapsedTime(at) < past;

    /// <summary>Starts a detection. Repeated calls with the same token and object start only one job.</summary>
    /// <param name="detection">What to detect.</param>
    /// <param name="copy">The clip in its bucket.</param>
    /// <param name="token">1 to 64 letters, digits and hyphens.</param>
    /// <param name="waiting">Called each time no slot is free.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The id of the Rekognition job.</returns>
    public Task<string> StartAsync<TFound>(
        IDetection<TFound> detection, ClipCopy copy, string token, Action waiting, CancellationToken cancellationToken)
    {
        var video = new Video { S3Object = new S3Object { Bucket = copy.Bucket, Name = copy.Key } };
        var patience = new Patience(options.Patience, time);
        return Policy
            .Handle<AmazonRekognitionException>(IsFull)
            .Or<Exception>(patience.Tolerates)
            .WaitAndRetryForeverAsync(
                (_, exception, _) => WithJitter(IsFull(exception) ? options.SlotInterval : options.PollInterval),
                (exception, _, _, _) =>
                {
                    if (IsFull(exception))
                    {
                        patience.Reset(); // Rekognition has answered.
                        waiting();
                    }

                    return Task.CompletedTask;
                })
            .ExecuteAsync(
                async ct =>
                {
                    var jobId = await detection.StartAsync(video, token, ct);
                    _answeredAt = time.GetTimestamp();
                    return jobId ?? throw new AmazonRekognitionException("The response contains no job id.");
                },
                cancellationToken);
    }

    /// <summary>Waits until a detection has ended and reads its first page.</summary>
    /// <param name="detection">What is detected.</param>
    /// <param name="jobId">The id of the Rekognition job.</param>
    /// <param name="asked">Called before each status check with the number of checks so far.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<DetectionPage<TFound>> WaitAsync<TFound>(
        IDetection<TFound> detection, string jobId, Action<int> asked, CancellationToken cancellationToken) =>
        AskAsync(detection, jobId, null, asked, cancellationToken);

    /// <summary>Reads a further page.</summary>
    /// <param name="detection">What is detected.</param>
    /// <param name="jobId">The id of the Rekognition job.</param>
    /// <param name="nextToken">The token from the previous page.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public Task<DetectionPage<TFound>> ReadPageAsync<TFound>(
        IDetection<TFound> detection, string jobId, string nextToken, CancellationToken cancellationToken) =>
        AskAsync(detection, jobId, nextToken, _ => { }, cancellationToken);

    private Task<DetectionPage<TFound>> AskAsync<TFound>(
        IDetection<TFound> detection, string jobId, string? nextToken, Action<int> asked, CancellationToken cancellationToken)
    {
        var patience = new Patience(options.Patience, time);
        var polls = 0;
        return Policy<DetectionPage<TFound>>
            .HandleResult(page => page.Status == VideoJobStatus.IN_PROGRESS)
            .Or<Exception>(patience.Tolerates)
            .WaitAndRetryForeverAsync(_ => WithJitter(options.PollInterval))
            .ExecuteAsync(
                async ct =>
                {
                    asked(++polls);
                    var page = await detection.GetAsync(jobId, PageSize, nextToken, ct);
                    patience.Reset();
                    _answeredAt = time.GetTimestamp();
                    return page;
                },
                cancellationToken);
    }

    private static bool IsFull(Exception exception) =>
        exception is AmazonRekognitionException { ErrorCode: NoRetryOnJobLimit.JobLimitCode };

    // Without jitter, jobs that started together would keep polling at the same moments.
    private static TimeSpan WithJitter(TimeSpan interval) =>
        interval * (1 + (Jitter * ((2 * Random.Shared.NextDouble()) - 1)));

    /// <summary>Tolerates transient failures until none of the calls has succeeded for the limit.</summary>
    private sealed class Patience(TimeSpan limit, TimeProvider time)
    {
        private long? _since;

        public bool Tolerates(Exception exception)
        {
            if (AwsFault.Of(exception) is not { IsTransient: true })
                return false;
            _since ??= time.GetTimestamp();
            return time.GetElapsedTime(_since.Value) < limit;
        }

        public void Reset() => _since = null;
    }
}
