using System.Text.Json;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.People;

namespace StreamBet.Core.Markets.Accounts;

/// <summary>Writes out what else a person did: moderators named, objections made, pictures added, and the first credits with the
/// network address that they were counted by.</summary>
internal sealed class ExportedDeeds(IUnitOfWorkFactory work) : IExportedPart
{
    private const int PageSize = 200;

    /// <inheritdoc/>
    public async Task WriteAsync(Utf8JsonWriter json, string personId, CancellationToken cancellationToken)
    {
        await using (var unit = await work.ReadAsync(cancellationToken))
        {
            WriteGrant(json, await unit.People.FindGrantAsync(personId, cancellationToken));
            var moderators = await unit.Markets.ModeratorsOfAsync(personId, cancellationToken);
            var names = await unit.People.NamesAsync(moderators, cancellationToken);
            json.WriteStartArray("moderators");
            foreach (var moderator in moderators)
                json.WriteStringValue(names[moderator]);
            json.WriteEndArray();
            json.WriteStartArray("pictures");
            foreach (var picture in await unit.Pictures.OfAsync(personId, cancellationToken))
                WritePicture(json, picture);
            json.WriteEndArray();
        }

        await WriteObjectionsAsync(json, personId, cancellationToken);
    }

    private static void WriteGrant(Utf8JsonWriter json, Grant? grant)
    {
        if (grant is null)
        {
            json.WriteNull("first_credits");
            return;
        }

        json.WriteStartObject("first_credits");
        json.WriteString("day", grant.Day.ToString("O"));
        json.WriteString("address", grant.Address);
        json.WriteEndObject();
    }

    private static void WritePicture(Utf8JsonWriter json, AddedPicture picture)
    {
        json.WriteStartObject();
        json.WriteString("sha256", picture.Sha256);
        json.WriteNumber("width", picture.Width);
        json.WriteNumber("height", picture.Height);
        json.WriteString("added_at", picture.AddedAt);
        json.WriteBoolean("named", picture.IsNamed);
        json.WriteEndObject();
    }

    // Only who holds a stake objects, so they are in the markets of the person's stakes.
    private async Task WriteObjectionsAsync(Utf8JsonWriter json, string personId, CancellationToken cancellationToken)
    {
        json.WriteStartArray("objections");
        var seen = new HashSet<long>();
        for (long? below = null; ;)
        {
            await using var unit = await work.ReadAsync(cancellationToken);
            var stakes = await unit.Markets.StakesOfAsync(personId, below, PageSize, cancellationToken);
            foreach (var marketId in stakes.Select(stake => stake.MarketId).Where(seen.Add))
            {
                var market = await unit.Markets.FindAsync(marketId, cancellationToken);
                foreach (var objection in market?.Review?.Objections.Where(objection => objection.By == personId) ?? [])
                    WriteObjection(json, marketId, objection);
            }

            await json.FlushAsync(cancellationToken);
            if (stakes.Count < PageSize)
                break;
            below = stakes[^1].Id;
        }

        json.WriteEndArray();
    }

    private static void WriteObjection(Utf8JsonWriter json, long marketId, Objection objection)
    {
        json.WriteStartObject();
        json.WriteNumber("bet_id", marketId);
        json.WriteString("at", objection.At);
        json.WriteString("reason", objection.Reason);
        if (objection.Second is { } second)
            json.WriteNumber("second", second.TotalSeconds);
        else
            json.WriteNull("second");
        json.WriteNumber("bond", objection.Bond);
        json.WriteEndObject();
    }
}
