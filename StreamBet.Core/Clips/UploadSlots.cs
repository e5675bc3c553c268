using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Clips;

/// <summary>The uploads under way, from the offer until the clip has arrived or was given up. They are bounded in all and by
/// network address, apart from the clips that wait for their analysis: whoever only holds an upload open must not keep others from
/// sending theirs.</summary>
public sealed class UploadSlots
{
    /// <summary>The most uploads under way.</summary>
    public const int MaxUploads = 128;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly IOptions<StreamBetOptions> _options;
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, string?> _addresses = [];

    /// <summary>Frees also the slots of uploads that end on another server.</summary>
    public UploadSlots(JobFeed feed, IOptions<StreamBetOptions> options)
    {
        _options = options;
        feed.Published += status =>
        {
            if (status.State != JobState.Uploading)
                Free(status.JobId);
        };
    }

    /// <summary>Whether every slot is taken.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
                return _addresses.Count >= MaxUploads;
        }
    }

    /// <summary>Takes a slot for the upload of a job.</summary>
    /// <exception cref="RefusedException">All slots, or those of a guest's address, are taken (429).</exception>
    public void Take(Guid jobId, Caller caller)
    {
        lock (_gate)
        {
            if (_addresses.Count >= MaxUploads)
                throw Full($"{MaxUploads} uploads are under way on this server, which is its limit.");
            var limit = _options.Value.Limits.Uploads;
            if (caller.IsGuest && _addresses.Values.Count(address => address == caller.Address) >= limit)
                throw Full($"{limit} uploads from your network address are under way, which is the limit.");
            _addresses.Add(jobId, caller.IsGuest ? caller.Address : null);
            Metrics.Uploads.Add(1);
        }
    }

    /// <summary>Frees the slot of a job, if it has one.</summary>
    public void Free(Guid jobId)
    {
        lock (_gate)
        {
            if (_addresses.Remove(jobId))
                Metrics.Uploads.Add(-1);
        }
    }

    private static RefusedException Full(string sentence) =>
        new(new Refusal(RefusalKind.TooMany, "too_many_uploads", $"{sentence} Send this clip once one of them has ended.") { RetryAfter = Soon });
}
