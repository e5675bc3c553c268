using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Webhooks;

namespace StreamBet.Core.Persistence;

internal sealed class WebhookStore(StreamBetDb db) : IWebhookStore
{
    public async Task<Webhook?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await db.Webhooks.FirstOrDefaultAsync(hook => hook.Id == id, cancellationToken);

    public async Task<IReadOnlyList<CountedWebhook>> OfAsync(string ownerId, CancellationToken cancellationToken) =>
        await db.Webhooks.Where(hook => hook.OwnerId == ownerId).OrderBy(hook => hook.CreatedAt).ThenBy(hook => hook.Id)
            .Select(hook => new CountedWebhook(
                hook, db.Deliveries.Count(delivery => delivery.WebhookId == hook.Id && delivery.DueAt != null)))
            .ToListAsync(cancellationToken);

    public Task<int> CountOfAllAsync(string ownerPrefix, CancellationToken cancellationToken) =>
        db.Webhooks.CountAsync(hook => hook.OwnerId.StartsWith(ownerPrefix), cancellationToken);

    public async Task<IReadOnlyList<Webhook>> ListeningAsync(
        IReadOnlyCollection<string> ownerIds, CancellationToken cancellationToken) =>
        await db.Webhooks.AsNoTracking()
            .Where(hook => hook.StoppedAt == null && (hook.IsForAll || ownerIds.Contains(hook.OwnerId))
                && !db.People.Any(person => person.Id == hook.OwnerId && person.ClosedAt != null))
            .OrderBy(hook => hook.CreatedAt).ThenBy(hook => hook.Id).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<WaitingWebhook>> WaitingAsync(CancellationToken cancellationToken)
    {
        var waiting = await db.Webhooks.AsNoTracking().Where(hook => hook.StoppedAt == null)
            .Select(hook => new
            {
                Webhook = hook,
                DueAt = db.Deliveries.Where(delivery => delivery.WebhookId == hook.Id && delivery.DueAt != null)
                    .OrderBy(delivery => delivery.DueAt).Select(delivery => delivery.DueAt).FirstOrDefault(),
            })
            .Where(hook => hook.DueAt != null).ToListAsync(cancellationToken);
        return [.. waiting.Select(hook => new WaitingWebhook(hook.Webhook, hook.DueAt!.Value))];
    }

    public async Task<IReadOnlyList<Webhook>> OverfullAsync(int count, CancellationToken cancellationToken) =>
        await db.Webhooks.Where(hook => hook.StoppedAt == null
                && db.Deliveries.Count(delivery => delivery.WebhookId == hook.Id && delivery.DueAt != null) > count)
            .ToListAsync(cancellationToken);

    public void Add(Webhook webhook) => db.Webhooks.Add(webhook);

    public async Task RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        await db.Deliveries.Where(delivery => delivery.WebhookId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Webhooks.Where(hook => hook.Id == id).ExecuteDeleteAsync(cancellationToken);
    }

    public void Add(WebhookDelivery delivery) => db.Deliveries.Add(delivery);

    public async Task<IReadOnlyList<WebhookDelivery>> DueAsync(
        Guid id, DateTimeOffset now, int count, CancellationToken cancellationToken) =>
        await db.Deliveries.Where(delivery => delivery.WebhookId == id && delivery.DueAt != null && delivery.DueAt <= now)
            .OrderBy(delivery => delivery.DueAt).ThenBy(delivery => delivery.Id).Take(count).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<WebhookDelivery>> FindDeliveriesAsync(
        IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        await db.Deliveries.Where(delivery => ids.Contains(delivery.Id)).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<WebhookDelivery>> LatestAsync(
        Guid id, string? type, int count, CancellationToken cancellationToken) =>
        await db.Deliveries.AsNoTracking().Where(delivery => delivery.WebhookId == id && (type == null || delivery.Type == type))
            .OrderByDescending(delivery => delivery.Id).Take(count).ToListAsync(cancellationToken);

    public Task HastenAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Deliveries.Where(delivery => delivery.WebhookId == id && delivery.DueAt != null)
            .ExecuteUpdateAsync(
                change => change.SetProperty(delivery => delivery.DueAt, now)
                    .SetProperty(delivery => delivery.FailedAt, (DateTimeOffset?)null),
                cancellationToken);

    public async Task SweepAsync(DateTimeOffset before, int keep, CancellationToken cancellationToken)
    {
        // A closed account leaves none behind.
        var left = db.Webhooks.Where(hook => db.People.Any(person => person.Id == hook.OwnerId && person.ClosedAt != null))
            .Select(hook => hook.Id);
        await db.Deliveries.Where(delivery => left.Contains(delivery.WebhookId)).ExecuteDeleteAsync(cancellationToken);
        await db.Webhooks.Where(hook => left.Contains(hook.Id)).ExecuteDeleteAsync(cancellationToken);
        await db.Deliveries.Where(delivery => delivery.CreatedAt < before).ExecuteDeleteAsync(cancellationToken);
        var full = await db.Deliveries.Where(delivery => delivery.DueAt == null).GroupBy(delivery => delivery.WebhookId)
            .Where(group => group.Count() > keep).Select(group => group.Key).ToListAsync(cancellationToken);
        foreach (var id in full)
        {
            var done = db.Deliveries.Where(delivery => delivery.WebhookId == id && delivery.DueAt == null);
            var last = await done.OrderByDescending(delivery => delivery.Id).Select(delivery => delivery.Id).Skip(keep)
                .FirstAsync(cancellationToken);
            await done.Where(delivery => delivery.Id <= last).ExecuteDeleteAsync(cancellationToken);
        }
    }
}
