using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace StreamBet.Tests.Support.Aws;

/// <summary>Emulates the label and text detection of Amazon Rekognition Video over HTTP, as its public model and
/// documentation describe it, with injectable faults. All members are thread-safe.</summary>
internal sealed class RekognitionEmulator : IAsyncDisposable
{
    public const string Start = "StartLabelDetection";
    public const string Get = "GetLabelDetection";
    public const string StartText = "StartTextDetection";
    public const string GetText = "GetTextDetection";

    /// <summary>The access key that the service itself uses to read from S3.</summary>
    public const string ServiceAccessKey = "REKOGNITIONITSELF";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly ConcurrentQueue<RekognitionCall> _calls = new();
    private readonly ConcurrentDictionary<string, bool> _expired = new();
    private readonly Dictionary<string, TokenBucket> _buckets = [];
    private readonly List<RekognitionJob> _jobs = [];
    private readonly RekognitionObjects _objects = new();
    private double? _callsPerSecond;
    private int _refusedForRate;
    private int _refusedForSlots;
    private int _maxJobsAtOnce;
    private LoopbackServer? _server;

    private RekognitionEmulator(TimeProvider time) => _time = time;

    /// <summary>The address it listens on: the client's ServiceURL.</summary>
    public Uri Address => _server!.Address;

    /// <summary>The faults to inject, by operation.</summary>
    public Faults Faults { get; } = new();

    /// <summary>The maximum number of concurrent jobs.</summary>
    public int Slots { get; set; } = 20;

    /// <summary>The rate limit of each operation in calls per second, and the burst it allows; null for no limit.
    /// Setting it starts with a full burst.</summary>
    public double? CallsPerSecond
    {
        get
        {
            lock (_lock)
                return _callsPerSecond;
        }
        set
        {
            lock (_lock)
            {
                _callsPerSecond = value;
                _buckets.Clear();
            }
        }
    }

    /// <summary>The error returned to calls over the rate limit.</summary>
    public Fault.Error RateRefusal { get; set; } = RekognitionFaults.Throttling;

    /// <summary>When new jobs end on their own: by default after one poll has been answered with "in
    /// progress".</summary>
    public JobEnd JobsEnd { get; set; } = new JobEnd.AfterPolls(1);

    /// <summary>The labels that new jobs return.</summary>
    public IReadOnlyList<JsonNode> Labels { get; set; } = RekognitionLabels.Many(20);

    /// <summary>The text that new jobs return.</summary>
    public IReadOnlyList<JsonNode> Texts { get; set; } = [];

    /// <summary>The video metadata that new jobs return.</summary>
    public JsonObject VideoMetadata { get; set; } = new()
    {
        ["Codec"] = "h264",
        ["DurationMillis"] = 5000,
        ["Format"] = "QuickTime / MOV",
        ["FrameRate"] = 29.97,
        ["FrameHeight"] = 1080,
        ["FrameWidth"] = 1920,
        ["ColorRange"] = "LIMITED",
    };

    /// <summary>Where it finds the objects (path-style), which it reads whole when a job starts; null to accept every
    /// object unread.</summary>
    public Uri? S3Endpoint { get; set; }

    /// <summary>Called with each new job before its caller gets an answer, so that a test can set what the job finds
    /// and when it ends.</summary>
    public Action<RekognitionJob>? JobStarted { get; set; }

    /// <summary>Every call so far, in order of arrival.</summary>
    public IReadOnlyList<RekognitionCall> Calls => [.. _calls];

    /// <summary>Every job so far, in order of start.</summary>
    public IReadOnlyList<RekognitionJob> Jobs
    {
        get
        {
            lock (_lock)
                return [.. _jobs];
        }
    }

    /// <summary>The largest number of jobs that ran at the same time.</summary>
    public int MaxJobsAtOnce => Volatile.Read(ref _maxJobsAtOnce);

    /// <summary>The number of calls refused by the rate limit.</summary>
    public int RefusedForRate => Volatile.Read(ref _refusedForRate);

    /// <summary>The number of starts refused because no slot was free.</summary>
    public int RefusedForSlots => Volatile.Read(ref _refusedForSlots);

    /// <summary>Starts listening.</summary>
    public static async Task<RekognitionEmulator> StartAsync(TimeProvider? time = null)
    {
        var emulator = new RekognitionEmulator(time ?? TimeProvider.System);
        emulator._server = await LoopbackServer.StartAsync(emulator.ServeAsync);
        return emulator;
    }

    /// <summary>Makes calls signed with this access key fail as expired.</summary>
    public void Expire(string accessKey) => _expired[accessKey] = true;

    /// <summary>The number of starts with this token.</summary>
    public int StartsWith(string token) =>
        Calls.Count(call => call.Operation is Start or StartText && (string?)call.Body?["ClientRequestToken"] == token);

    /// <summary>The largest number of calls within one second, of one operation or of all.</summary>
    public int MaxCallsInASecond(string? operation = null)
    {
        var times = Calls.Where(call => operation is null || call.Operation == operation)
            .Select(call => call.At).Order().ToList();
        var max = 0;
        for (int first = 0, last = 0; last < times.Count; last++)
        {
            while (times[last] - times[first] >= Second)
                first++;
            max = Math.Max(max, last - first + 1);
        }

        return max;
    }

    /// <summary>Waits for a job; the first is number 1.</summary>
    public async Task<RekognitionJob> JobAsync(int number = 1)
    {
        await Eventually.IsTrueAsync(() => Jobs.Count >= number, $"job {number} is started");
        return Jobs[number - 1];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _objects.Dispose();
    }

    private async Task ServeAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var call = await RekognitionWire.ReadAsync(http.Request, _time.GetUtcNow(), cancellationToken);
        _calls.Enqueue(call);
        await call.NoteAsync(Answer.GiveAsync(
            http, Refuse(http.Request, call) ?? Faults.Take(call.Operation), () => WorkAsync(call, cancellationToken),
            RekognitionWire.Word, cancellationToken));
    }

    private Fault.Error? Refuse(HttpRequest request, RekognitionCall call)
    {
        if (call.AccessKey is null)
            return RekognitionFaults.MissingAuthenticationToken;
        if (_expired.ContainsKey(call.AccessKey))
            return RekognitionFaults.ExpiredToken;
        if (!RekognitionWire.IsProper(request) || !RekognitionInput.Knows(call.Operation))
            return new Fault.Error(400, "UnknownOperationException", "There is no such operation.");
        if (IsOverRate(call.Operation))
            return RateRefusal;
        return call.Body is null
            ? new Fault.Error(400, "SerializationException", "The body is not a JSON object.")
            : null;
    }

    private bool IsOverRate(string operation)
    {
        lock (_lock)
        {
            if (_callsPerSecond is not { } rate)
                return false;
            if (!_buckets.TryGetValue(operation, out var bucket))
                _buckets[operation] = bucket = new TokenBucket(rate, _time);
            if (bucket.TryTake())
                return false;
            _refusedForRate++;
            return true;
        }
    }

    private async Task<(Answer Answer, string Outcome)> WorkAsync(
        RekognitionCall call, CancellationToken cancellationToken)
    {
        var (answer, error) =
            RekognitionInput.FindMistake(call.Operation, call.Body!) is { } mistake
                ? (null, RekognitionFaults.InvalidParameter(mistake))
            : call.Operation is Start or StartText ? await StartJobAsync(call.Operation, call.Body!, cancellationToken)
            : GetJob(call.Operation, call.Body!);
        return error is null ? (RekognitionWire.Json(200, answer!), "OK") : (RekognitionWire.Word(error), error.Code);
    }

    private async Task<(JsonObject? Answer, Fault.Error? Error)> StartJobAsync(
        string operation, JsonObject input, CancellationToken cancellationToken)
    {
        if (FindByToken(operation, input) is { } known)
            return Repeat(known, input);
        string? digest = null;
        if (S3Endpoint is { } endpoint)
        {
            digest = await _objects.ReadAsync(endpoint, input["Video"]!["S3Object"]!, cancellationToken);
            if (digest is null)
                return (null, RekognitionFaults.InvalidS3Object);
        }

        RekognitionJob job;
        lock (_lock)
        {
            // Another call with the same token may have arrived in the meantime.
            if (FindByToken(operation, input) is { } twin)
                return Repeat(twin, input);
            var running = _jobs.Count(other => other.Status == RekognitionJob.InProgress);
            if (running >= Slots)
            {
                _refusedForSlots++;
                return (null, RekognitionFaults.LimitExceeded);
            }

            _maxJobsAtOnce = Math.Max(_maxJobsAtOnce, running + 1);
            job = new RekognitionJob(operation, input, digest, _time.GetUtcNow(), _time)
            {
                End = JobsEnd,
                Labels = Labels,
                Texts = Texts,
                VideoMetadata = VideoMetadata,
            };
            _jobs.Add(job);
        }

        JobStarted?.Invoke(job);
        return (new JsonObject { ["JobId"] = job.Id }, null);
    }

    private RekognitionJob? FindByToken(string operation, JsonObject input)
    {
        if ((string?)input["ClientRequestToken"] is not { } token)
            return null;
        lock (_lock)
            return _jobs.Find(job => job.Operation == operation && job.Token == token && IsKept(job));
    }

    private static (JsonObject? Answer, Fault.Error? Error) Repeat(RekognitionJob job, JsonObject input) =>
        JsonNode.DeepEquals(job.Input, input)
            ? (new JsonObject { ["JobId"] = job.Id }, null)
            : (null, RekognitionFaults.IdempotentParameterMismatch);

    private bool IsKept(RekognitionJob job) => _time.GetUtcNow() - job.StartedAt < Kept;

    private (JsonObject? Answer, Fault.Error? Error) GetJob(string operation, JsonObject input)
    {
        var isText = operation == GetText;
        if (Jobs.FirstOrDefault(job => job.Id == (string?)input["JobId"] && job.IsText == isText && IsKept(job)) is not { } job)
            return (null, RekognitionFaults.ResourceNotFound);
        return RekognitionResult.Of(job, input) is { } result
            ? (result, null)
            : (null, RekognitionFaults.InvalidPaginationToken);
    }
}
