using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.People.Keys;

namespace StreamBet.Core.Webhooks;

/// <summary>Writes messages about changes of markets, in the transaction that changes them.</summary>
public sealed class WebhookOutbox(
    Operators operators, DeliverySignal signal, IOptions<StreamBetOptions> options, TimeProvider time)
{
    /// <summary>Writes a message for each change and each webhook that is told of it.</summary>
    /// <param name="unit">The unit of work that changes the markets.</param>
    /// <param name="changes">The changes, in their order.</param>
    /// <param name="cancellationToken">Cancels it before it is committed.</param>
    /// <returns>Whether there is any.</returns>
    internal async Task<bool> WriteAsync(
        IUnitOfWork unit, IReadOnlyList<(Market Market, AuditEntry Entry)> changes, CancellationToken cancellationToken)
    {
        var told = changes.Select(change => (change.Market, change.Entry, Type: WebhookEvents.TypeOf(change.Entry.From, change.Entry.To)))
            .Where(change => change.Type is not null).ToList();
        if (told.Count == 0)
            return false;
        var hooks = await unit.Webhooks.ListeningAsync([.. told.Select(change => change.Market.HostId).Distinct()], cancellationToken);
        var now = time.GetUtcNow();
        var hasWritten = false;
        var runners = new Dictionary<string, bool>();
        foreach (var hook in hooks.Where(hook => hook.IsForAll))
            runners[hook.OwnerId] = operators.Has(hook.OwnerId) || await unit.Keys.HasOperatorAsync(hook.OwnerId, cancellationToken);
        foreach (var (market, entry, type) in told)
        {
            string? body = null;
            foreach (var hook in hooks.Where(hook => hook.Events.Contains(type) && IsTold(hook, market, runners)))
            {
                body ??= WebhookMessage.Write(type!, market, entry, market.ShownPool(now), options.Value.TakeRateOf(market));
                unit.Webhooks.Add(WebhookDelivery.Write(hook.Id, type!, body, now));
                hasWritten = true;
            }
        }

        return hasWritten;
    }

    /// <summary>Tells the deliverer that what was written is committed.</summary>
    internal void Announce() => signal.Give();

    // An operator's key may have been taken away since.
    private static bool IsTold(Webhook hook, Market market, Dictionary<string, bool> runners) =>
        hook.OwnerId == market.HostId || (hook.IsForAll && runners[hook.OwnerId]);
}
