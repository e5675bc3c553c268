namespace StreamBet.Core.Webhooks;

/// <summary>The webhooks and their messages in the database.</summary>
public interface IWebhookStore
{
    /// <summary>The webhook with this id, or null.</summary>
    Task<Webhook?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>A person's webhooks, oldest first, each with the number of its messages that wait.</summary>
    Task<IReadOnlyList<CountedWebhook>> OfAsync(string ownerId, CancellationToken cancellationToken);

    /// <summary>How many webhooks all people have whose id starts with a text.</summary>
    Task<int> CountOfAllAsync(string ownerPrefix, CancellationToken cancellationToken);

    /// <summary>The webhooks that are not stopped and are of one of these people or for all markets.</summary>
    Task<IReadOnlyList<Webhook>> ListeningAsync(IReadOnlyCollection<string> ownerIds, CancellationToken cancellationToken);

    /// <summary>The webhooks that are not stopped and have messages that wait.</summary>
    Task<IReadOnlyList<WaitingWebhook>> WaitingAsync(CancellationToken cancellationToken);

    /// <summary>The webhooks that are not stopped and have more messages that wait than a number.</summary>
    Task<IReadOnlyList<Webhook>> OverfullAsync(int count, CancellationToken cancellationToken);

    /// <summary>Adds a webhook.</summary>
    void Add(Webhook webhook);

    /// <summary>Removes a webhook and its messages.</summary>
    Task RemoveAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Adds a message.</summary>
    void Add(WebhookDelivery delivery);

    /// <summary>A webhook's messages that are due, the longest due first.</summary>
    Task<IReadOnlyList<WebhookDelivery>> DueAsync(Guid id, DateTimeOffset now, int count, CancellationToken cancellationToken);

    /// <summary>The messages with these numbers; those that are gone are skipped.</summary>
    Task<IReadOnlyList<WebhookDelivery>> FindDeliveriesAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken);

    /// <summary>A webhook's messages, latest first.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="type">Only those of this type; null for all.</param>
    /// <param name="count">The most of them.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<WebhookDelivery>> LatestAsync(Guid id, string? type, int count, CancellationToken cancellationToken);

    /// <summary>Makes all of a webhook's messages that wait due now.</summary>
    Task HastenAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Deletes the webhooks of closed accounts, messages that were written before a time, and of each webhook those that
    /// wait no more beyond a number.</summary>
    Task SweepAsync(DateTimeOffset before, int keep, CancellationToken cancellationToken);
}

/// <summary>A webhook with the number of its messages that wait.</summary>
public sealed record CountedWebhook(Webhook Webhook, int Waiting);

/// <summary>A webhook that has messages to send.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="DueAt">When the first of its messages is due.</param>
public sealed record WaitingWebhook(Webhook Webhook, DateTimeOffset DueAt)
{
    /// <summary>When it can get its next message.</summary>
    public DateTimeOffset At => Webhook.RestsUntil is { } rested && rested > DueAt ? rested : DueAt;
}
