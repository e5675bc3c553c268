using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace StreamBet.Tests.Support.Aws;

/// <summary>A job of the emulator.</summary>
internal sealed class RekognitionJob(
    string operation, JsonObject input, string? objectSha256, DateTimeOffset startedAt, TimeProvider time)
{
    public const string InProgress = "IN_PROGRESS";
    public const string Succeeded = "SUCCEEDED";
    public const string Failed = "FAILED";

    private static readonly TimeSpan TokensLast = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Offset, DateTimeOffset IssuedAt)> _pages = [];
    private string _status = InProgress;
    private string? _message;
    private int _polls;

    /// <summary>64 characters, like real ids.</summary>
    public string Id { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>The operation that started it.</summary>
    public string Operation { get; } = operation;

    /// <summary>Whether it reads text rather than finding labels.</summary>
    public bool IsText => Operation == RekognitionEmulator.StartText;

    /// <summary>The input of the request.</summary>
    public JsonObject Input { get; } = input;

    /// <summary>The ClientRequestToken; null when there is none.</summary>
    public string? Token => (string?)Input["ClientRequestToken"];

    public string Bucket => OfObject(nameof(Bucket));

    public string Key => OfObject("Name");

    /// <summary>The SHA-256 of the object when the job started, in lower-case hex; null when the emulator has no
    /// S3.</summary>
    public string? ObjectSha256 { get; } = objectSha256;

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>When it ends on its own.</summary>
    public required JobEnd End { get; set; }

    /// <summary>The labels that it finds, before the request's filters, in order of time.</summary>
    public required IReadOnlyList<JsonNode> Labels { get; set; }

    /// <summary>The text that it reads, before the request's filters; told in this order, which should be that of
    /// time.</summary>
    public required IReadOnlyList<JsonNode> Texts { get; set; }

    /// <summary>The video metadata it returns.</summary>
    public required JsonObject VideoMetadata { get; set; }

    /// <summary>Whether each page names the second page as the next one.</summary>
    public bool RepeatsPages { get; set; }

    /// <summary>The number of polls so far.</summary>
    public int Polls
    {
        get
        {
            lock (_lock)
                return _polls;
        }
    }

    /// <summary>Its status; reading it does not count as a poll.</summary>
    public string Status
    {
        get
        {
            lock (_lock)
            {
                if (End is JobEnd.After { Duration: var duration } && time.GetUtcNow() - StartedAt >= duration)
                    Finish(Succeeded, null);
                return _status;
            }
        }
    }

    /// <summary>Why it failed.</summary>
    public string? StatusMessage
    {
        get
        {
            lock (_lock)
                return _message;
        }
    }

    /// <summary>Ends it successfully, unless it has ended.</summary>
    public void Succeed()
    {
        lock (_lock)
            Finish(Succeeded, null);
    }

    /// <summary>Ends it as failed, unless it has ended.</summary>
    public void Fail(string message)
    {
        lock (_lock)
            Finish(Failed, message);
    }

    /// <summary>Counts a poll and returns the status.</summary>
    public string Poll()
    {
        lock (_lock)
        {
            _polls++;
            if (End is JobEnd.AfterPolls { Polls: var polls } && _polls > polls)
                Finish(Succeeded, null);
            return Status;
        }
    }

    /// <summary>Issues a page token for the results from an offset on; valid for 24 hours.</summary>
    public string PageFrom(int offset)
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(54));
        lock (_lock)
            _pages[token] = (offset, time.GetUtcNow());
        return token;
    }

    /// <summary>The offset that a page token stands for; null when it is unknown to this job or expired.</summary>
    public int? FindPage(string token)
    {
        lock (_lock)
        {
            return _pages.TryGetValue(token, out var page) && time.GetUtcNow() - page.IssuedAt < TokensLast
                ? page.Offset
                : null;
        }
    }

    private string OfObject(string member) => (string)Input["Video"]!["S3Object"]![member]!;

    private void Finish(string status, string? message)
    {
        if (_status == InProgress)
            (_status, _message) = (status, message);
    }
}
