using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.Servers;

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
    private readonly ISharedLimits _shared;
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, string?> _addresses = [];

    /// <summary>Frees also the slots of uploads that end on another server.</summary>
    public UploadSlots(JobFeed feed, IOptions<StreamBetOptions> options, ISharedLimits shared)
    {
        (_options, _shared) = (options, shared);
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
    public async Task TakeAsync(Guid jobId, Caller caller)
    {
        var (limit, address) = (_options.Value.Limits.Uploads, caller.IsGuest ? caller.Address : null);
        lock (_gate)
        {
            if (_addresses.Count >= MaxUploads)
                throw Full($"{MaxUploads} uploads are under way on this server, which is its limit.");
            if (address is not null && _addresses.Values.Count(other => other == address) >= limit)
                throw FullFor(limit);
            _addresses.Add(jobId, address);
            Metrics.Uploads.Add(1);
        }

        if (address is null || await _shared.TakePlaceAsync(PlacesOf(address), jobId, limit) != false)
            return;
        Free(jobId);
        throw FullFor(limit);
    }

    /// <summary>Frees the slot of a job, if it has one.</summary>
    public void Free(Guid jobId)
    {
        string? address;
        lock (_gate)
        {
            if (!_addresses.Remove(jobId, out address))
                return;
            Metrics.Uploads.Add(-1);
        }

        if (address is not null)
            _shared.FreePlace(PlacesOf(address), jobId);
    }

    private static string PlacesOf(string address) => $"uploads:{address}";

    private static RefusedException FullFor(int limit) => Full($"{limit} uploads from your network address are under way, which is the limit.");

    private static RefusedException Full(string sentence) =>
        new(new Refusal(RefusalKind.TooMany, "too_many_uploads", $"{sentence} Send this clip once one of them has ended.") { RetryAfter = Soon });
}
