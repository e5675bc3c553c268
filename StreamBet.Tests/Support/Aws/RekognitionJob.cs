using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace StreamBet.Tests.Support.Aws;

/// <summary>A job of the emulator.</summary>
internal sealed class RekognitionJob(
    JsonObject input, string? objectSha256, DateTimeOffset startedAt, TimeProvider time)
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

    /// <summary>64 characters, as the real ones.</summary>
    public string Id { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>What was asked for.</summary>
    public JsonObject Input { get; } = input;

    /// <summary>The ClientRequestToken; null when none was given.</summary>
    public string? Token => (string?)Input["ClientRequestToken"];

    public string Bucket => OfObject(nameof(Bucket));

    public string Key => OfObject("Name");

    /// <summary>The digest of the object's bytes at the start, in lower-case hex; null when the emulator knows no
    /// S3.</summary>
    public string? ObjectSha256 { get; } = objectSha256;

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>When it ends by itself.</summary>
    public required JobEnd End { get; set; }

    /// <summary>What it finds, before the filters of the request; in the order of time.</summary>
    public required IReadOnlyList<JsonNode> Labels { get; set; }

    /// <summary>What it says of the video.</summary>
    public required JsonObject VideoMetadata { get; set; }

    /// <summary>How often it was asked for.</summary>
    public int Polls
    {
        get
        {
            lock (_lock)
                return _polls;
        }
    }

    /// <summary>How it stands; asking counts as no poll.</summary>
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

    /// <summary>Ends it well, unless it has ended.</summary>
    public void Succeed()
    {
        lock (_lock)
            Finish(Succeeded, null);
    }

    /// <summary>Ends it badly, unless it has ended.</summary>
    public void Fail(string message)
    {
        lock (_lock)
            Finish(Failed, message);
    }

    /// <summary>Counts a poll and says how it stands.</summary>
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

    /// <summary>A token for the labels from a place on; good for 24 hours.</summary>
    public string PageFrom(int offset)
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(54));
        lock (_lock)
            _pages[token] = (offset, time.GetUtcNow());
        return token;
    }

    /// <summary>The place that a token names; null when it is no token of this job, or too old.</summary>
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
