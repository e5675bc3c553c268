using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Standings;
using StreamBet.Core.People;
using StreamBet.Core.Receipts;
using StreamBet.Core.Receipts.Records;

namespace StreamBet.Web.Features.People;

/// <summary>What everyone may see of a person.</summary>
/// <param name="Name">Their name.</param>
/// <param name="Since">When they first opened a market, staked or sent a clip.</param>
/// <param name="AsHost">How their credit markets ended; null if none has.</param>
/// <param name="Ever">How their bets went; null if none counts.</param>
/// <param name="Week">The same within the last seven days.</param>
/// <param name="Markets">The listed markets that they hosted, newest first.</param>
public sealed record PublicPerson(
    string Name, DateTimeOffset Since, HostRecord? AsHost, Standing? Ever, Standing? Week, IReadOnlyList<Market> Markets);

/// <summary>Reads people's public pages.</summary>
internal sealed class PersonReader(IUnitOfWorkFactory work, StandingKeeper standings, RecordKeeper records)
{
    private const int MaxMarkets = 20;

    /// <summary>The person with this name.</summary>
    /// <exception cref="RefusedException">There is none (404).</exception>
    public async Task<PublicPerson> ReadAsync(string? name, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        if (string.IsNullOrWhiteSpace(name) || name.Length > Person.MaxNameLength
            || await unit.People.FindByNameAsync(name, cancellationToken) is not { ClosedAt: null } person)
        {
            throw new RefusedException(
                RefusalKind.NotFound, "person_not_found", $"Nobody here is called “{DisplayText.Marked(name ?? "")}”. They may have changed their name.");
        }

        var all = await standings.ReadAsync(cancellationToken);
        var host = ReceiptHost.IdOf(person.Id);
        return new PublicPerson(
            DisplayText.Marked(person.Name),
            person.CreatedAt,
            (await records.ReadAsync(cancellationToken)).Figures.Hosts.FirstOrDefault(other => other.Id == host),
            all.Ever.GetValueOrDefault(person.Id),
            all.Week.GetValueOrDefault(person.Id),
            await unit.Markets.LatestOfHostAsync(person.Id, MaxMarkets, cancellationToken));
    }
}
