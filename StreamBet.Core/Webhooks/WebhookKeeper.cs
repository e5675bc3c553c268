using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StreamBet.Core.Access;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Webhooks;

/// <summary>Makes, lists, tries, resumes and deletes webhooks.</summary>
public sealed partial class WebhookKeeper(
    IUnitOfWorkFactory work, ISecretProtector secrets, DeliverySignal signal, AddressLimits limits, IOptions<StreamBetOptions> options,
    TimeProvider time, ILogger<WebhookKeeper> logger)
{
    /// <summary>The most webhooks of one person.</summary>
    public const int MaxOfPerson = 10;

    /// <summary>The most webhooks of all guests together.</summary>
    public const int MaxOfGuests = 1_000;

    /// <summary>How many messages the list of a webhook's latest ones has, at most.</summary>
    public const int MaxListed = 50;

    /// <summary>How long a person waits between two tries of a webhook.</summary>
    public static readonly TimeSpan BetweenPings = TimeSpan.FromSeconds(10);

    /// <summary>Makes a webhook.</summary>
    /// <param name="url">Where its messages go.</param>
    /// <param name="events">The types of messages that it gets; null for all.</param>
    /// <param name="caller">Its owner.</param>
    /// <param name="cancellationToken">Cancels it before it is committed.</param>
    /// <returns>The webhook and its secret, which can't be read again.</returns>
    /// <exception cref="RefusedException">The URL or a type is invalid (422), this person has too many (409), or all guests together
    /// have (429).</exception>
    public async Task<NewWebhook> MakeAsync(
        string? url, IReadOnlyList<string>? events, Caller caller, CancellationToken cancellationToken)
    {
        var (address, now, secret) = (WebhookUrl.Check(url, options.Value.Webhooks), time.GetUtcNow(), WebhookSignature.NewSecret());
        var hook = Webhook.Make(
            caller.Id, address, secrets.Protect(secret), WebhookAccess.MayFollowAll(caller), events, now);
        await limits.CountAsync(LimitedAction.MakeWebhook, caller);
        await using var unit = await work.BeginAsync(cancellationToken);
        await EnsureRoomAsync(unit, caller, cancellationToken);
        await unit.People.IntroduceAsync(caller, now, cancellationToken);
        unit.Webhooks.Add(hook);
        await unit.CommitAsync(cancellationToken);
        LogMade(hook.Id, caller.Id, address.Host);
        return new NewWebhook(new CountedWebhook(hook, 0), secret);
    }

    /// <summary>This person's webhooks, oldest first.</summary>
    public async Task<IReadOnlyList<CountedWebhook>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        return await unit.Webhooks.OfAsync(caller.Id, cancellationToken);
    }

    /// <summary>One of this person's webhooks.</summary>
    /// <exception cref="RefusedException">There is none with this id (404).</exception>
    public async Task<CountedWebhook> FindAsync(Guid id, Caller caller, CancellationToken cancellationToken) =>
        (await ListAsync(caller, cancellationToken)).FirstOrDefault(hook => hook.Webhook.Id == id) ?? throw NotFound();

    /// <summary>The latest messages of one of this person's webhooks, latest first.</summary>
    /// <exception cref="RefusedException">There is no such webhook (404).</exception>
    public async Task<IReadOnlyList<WebhookDelivery>> ReadDeliveriesAsync(
        Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        await FindAsync(unit, id, caller, cancellationToken);
        return await unit.Webhooks.LatestAsync(id, null, MaxListed, cancellationToken);
    }

    /// <summary>Writes a message to a webhook that says nothing, so that its owner sees whether it arrives.</summary>
    /// <exception cref="RefusedException">There is no such webhook (404), it is stopped (409), or it was tried a moment ago
    /// (429).</exception>
    public async Task<WebhookDelivery> PingAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var (hook, now) = (await FindAsync(unit, id, caller, cancellationToken), time.GetUtcNow());
        if (hook.StoppedAt is not null)
            throw new RefusedException(RefusalKind.Conflict, "webhook_stopped", "This webhook is stopped. Resume it first.");
        if (await unit.Webhooks.LatestAsync(id, WebhookEvents.Ping, 1, cancellationToken) is [var last]
            && now - last.CreatedAt is var since && since < BetweenPings)
        {
            throw new RefusedException(new Refusal(
                RefusalKind.TooMany, "webhook_tested", "You tested this webhook a moment ago. Wait ten seconds, then test it again.")
            {
                RetryAfter = BetweenPings - since,
                IsPassing = true,
            });
        }

        var ping = WebhookDelivery.Write(id, WebhookEvents.Ping, WebhookMessage.WritePing(id, now), now);
        unit.Webhooks.Add(ping);
        await unit.CommitAsync(cancellationToken);
        signal.Give();
        return ping;
    }

    /// <summary>Starts a webhook again that was stopped, or that rests because it failed. What waits for it is sent now.</summary>
    /// <exception cref="RefusedException">There is no such webhook (404).</exception>
    public async Task ResumeAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using (var unit = await work.BeginAsync(cancellationToken))
        {
            (await FindAsync(unit, id, caller, cancellationToken)).Resume();
            await unit.Webhooks.HastenAsync(id, time.GetUtcNow(), cancellationToken);
            await unit.CommitAsync(cancellationToken);
        }

        LogResumed(id, caller.Id);
        signal.Give();
    }

    /// <summary>Deletes a webhook, with its messages.</summary>
    /// <exception cref="RefusedException">There is no such webhook (404).</exception>
    public async Task DeleteAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        if (await unit.Webhooks.FindAsync(id, cancellationToken) is not { } hook || !WebhookAccess.MayDelete(caller, hook.OwnerId))
            throw NotFound();
        await unit.Webhooks.RemoveAsync(id, cancellationToken);
        await unit.CommitAsync(cancellationToken);
        LogDeleted(id, caller.Id);
    }

    private static async Task<Webhook> FindAsync(
        IUnitOfWork unit, Guid id, Caller caller, CancellationToken cancellationToken) =>
        await unit.Webhooks.FindAsync(id, cancellationToken) is { } hook && WebhookAccess.MayManage(caller, hook.OwnerId)
            ? hook
            : throw NotFound();

    private static async Task EnsureRoomAsync(IUnitOfWork unit, Caller caller, CancellationToken cancellationToken)
    {
        if ((await unit.Webhooks.OfAsync(caller.Id, cancellationToken)).Count >= MaxOfPerson)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "too_many_webhooks",
                $"You have {MaxOfPerson} webhooks, which is the limit. Delete one first.");
        }

        // Guests cost nothing to make, and each webhook costs this server a little.
        if (caller.IsGuest
            && await unit.Webhooks.CountOfAllAsync(Caller.GuestPrefix, cancellationToken) >= MaxOfGuests)
        {
            throw new RefusedException(
                RefusalKind.TooMany, "webhooks_full",
                "All guests of this server together have as many webhooks as it takes. Ask its operator for an API key.");
        }
    }

    private static RefusedException NotFound() => new(
        RefusalKind.NotFound, "webhook_not_found", "You have no such webhook. Look at the list of your webhooks again.");

    [LoggerMessage(250, LogLevel.Information, "Webhook {WebhookId} made by {PersonId}, to {Host}.")]
    private partial void LogMade(Guid webhookId, string personId, string host);

    [LoggerMessage(251, LogLevel.Information, "Webhook {WebhookId} resumed by {PersonId}.")]
    private partial void LogResumed(Guid webhookId, string personId);

    [LoggerMessage(252, LogLevel.Information, "Webhook {WebhookId} deleted by {PersonId}.")]
    private partial void LogDeleted(Guid webhookId, string personId);
}

/// <summary>A webhook that was just made.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Secret">Its secret. Nobody can read it later.</param>
public sealed record NewWebhook(CountedWebhook Webhook, string Secret);
