using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.Fingerprints;

namespace StreamBet.Core.Persistence;

internal sealed class FingerprintStore(StreamBetDb db) : IFingerprintStore
{
    public async Task AddAsync(Guid jobId, ClipFingerprint fingerprint, CancellationToken cancellationToken)
    {
        if (!await db.Fingerprints.AnyAsync(entity => entity.JobId == jobId, cancellationToken))
            db.Fingerprints.Add(new StoredFingerprint { JobId = jobId, Content = fingerprint.ToBytes() });
    }

    public async Task<ClipFingerprint?> FindAsync(Guid jobId, CancellationToken cancellationToken) =>
        await db.Fingerprints.Where(entity => entity.JobId == jobId).Select(entity => entity.Content)
            .FirstOrDefaultAsync(cancellationToken) is { } content
            ? ClipFingerprint.FromBytes(content)
            : null;

    public async IAsyncEnumerable<NumberedFingerprint> ReadAfterAsync(long number)
    {
        var later = db.Fingerprints.Where(entity => entity.Number > number).OrderBy(entity => entity.Number);
        await foreach (var entity in later.AsAsyncEnumerable())
        {
            // One of an unknown version is left out: nothing can be compared with it.
            if (ClipFingerprint.FromBytes(entity.Content) is { } fingerprint)
                yield return new NumberedFingerprint(entity.Number, entity.JobId, fingerprint);
        }
    }
}
