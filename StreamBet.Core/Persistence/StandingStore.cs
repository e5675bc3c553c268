using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Standings;

namespace StreamBet.Core.Persistence;

internal sealed class StandingStore(StreamBetDb db, Statements sql) : IStandingStore
{
    public Task<DateTimeOffset?> LastEndAsync(CancellationToken cancellationToken) =>
        db.Markets.Where(market => !market.IsPractice && market.EndedAt != null)
            .OrderByDescending(market => market.EndedAt).Select(market => market.EndedAt).FirstOrDefaultAsync(cancellationToken);

    // Whoever has no grant has an address that is not known. A market in which everybody's stake came
    // back, since the winning side was empty, was nobody's call.
    public async Task<IReadOnlyList<Standing>> AllAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var rows = await sql.ReadAsync(
            """
            WITH calls AS (
              SELECT stakes.PersonId AS Person, stakes.MarketId, SUM(stakes.Returned - stakes.Amount) AS Net
              FROM stakes JOIN markets ON markets.Id = stakes.MarketId
              WHERE NOT markets.IsPractice AND markets.State = @resolved AND markets.EndedAt >= @since AND markets.Stakers >= @people
                AND NOT stakes.IsWithdrawn AND stakes.Returned IS NOT NULL
                AND (
                  SELECT COUNT(DISTINCT grants.Address)
                  FROM stakes AS others JOIN grants ON grants.PersonId = others.PersonId
                  WHERE others.MarketId = markets.Id AND NOT others.IsWithdrawn) >= @addresses
              GROUP BY stakes.PersonId, stakes.MarketId)
            SELECT Person, SUM(Net), SUM(CASE WHEN Net > 0 THEN 1 ELSE 0 END), COUNT(*)
            FROM calls JOIN people ON people.Id = Person
            WHERE Net <> 0 AND people.ClosedAt IS NULL
            GROUP BY Person
            """,
            cancellationToken, new("@resolved", MarketState.Resolved.ToString()), new("@since", since.UtcTicks),
            new("@people", Standing.MinStakers), new("@addresses", Standing.MinAddresses));
        List<Standing> standings = [];
        while (await rows.ReadAsync(cancellationToken))
            standings.Add(new Standing(rows.GetString(0), "", rows.GetInt64(1), rows.GetInt32(2), rows.GetInt32(3)));
        return standings;
    }
}
