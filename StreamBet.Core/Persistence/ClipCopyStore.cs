using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Aws.Storage;

namespace StreamBet.Core.Persistence;

internal sealed class ClipCopyStore(StreamBetDb db) : IClipCopyStore
{
    public void Add(ClipCopy copy) => db.Copies.Add(copy);

    public void Remove(ClipCopy copy) => db.Copies.Remove(copy);

    public Task<ClipCopy?> FindAsync(string key, CancellationToken cancellationToken) =>
        db.Copies.FirstOrDefaultAsync(copy => copy.Key == key, cancellationToken);

    public async Task<IReadOnlyList<ClipCopy>> OfJobAsync(Guid jobId, CancellationToken cancellationToken) =>
        await db.Copies.Where(copy => copy.JobId == jobId && copy.LeftAt == null).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<ClipCopy>> HeldAsync(CancellationToken cancellationToken) =>
        await db.Copies.Where(copy => copy.LeftAt == null).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<ClipCopy>> LeftoversAsync(int max, CancellationToken cancellationToken) =>
        await db.Copies.Where(copy => copy.LeftAt != null).OrderBy(copy => copy.LeftAt).Take(max)
            .ToListAsync(cancellationToken);

    public Task<int> CountLeftoversAsync(CancellationToken cancellationToken) =>
        db.Copies.CountAsync(copy => copy.LeftAt != null, cancellationToken);
}
