using System.Text.Json;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets.Accounts;

namespace StreamBet.Core.Webhooks;

/// <summary>Writes out a person's webhooks, without their secrets.</summary>
internal sealed class ExportedWebhooks(IUnitOfWorkFactory work) : IExportedPart
{
    /// <inheritdoc/>
    public async Task WriteAsync(Utf8JsonWriter json, string personId, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        json.WriteStartArray("webhooks");
        foreach (var (hook, waiting) in await unit.Webhooks.OfAsync(personId, cancellationToken))
        {
            json.WriteStartObject();
            json.WriteString("id", hook.Id);
            json.WriteString("url", hook.Url);
            json.WriteStartArray("events");
            foreach (var type in hook.Events)
                json.WriteStringValue(type);
            json.WriteEndArray();
            json.WriteString("created_at", hook.CreatedAt);
            json.WriteNumber("waiting", waiting);
            json.WriteString("why_stopped", hook.WhyStopped);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
