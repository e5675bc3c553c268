namespace StreamBet.Core.Markets;

/// <summary>What decides the place of an active market on the dashboard.</summary>
/// <param name="Id">Its number.</param>
/// <param name="HostId">Its host.</param>
/// <param name="Pool">Its pool, in whole credits.</param>
/// <param name="ClosesAt">When it stops taking stakes.</param>
public sealed record ListedMarket(long Id, string HostId, long Pool, DateTimeOffset ClosesAt)
{
    /// <summary>The most markets of one host among those that are there only because they are new or about to close.</summary>
    internal const int MaxOfHost = 5;

    /// <summary>Chooses the markets of the dashboard where there are more than it has places. Half of them belong to the largest
    /// pools and a quarter to those that close next; the newest have the rest. So nobody can push a market off by opening many: they
    /// would have to stake more on each.</summary>
    /// <param name="listed">All active markets on the lists.</param>
    /// <param name="places">How many are shown.</param>
    /// <returns>Their numbers, in no particular order.</returns>
    public static IReadOnlyCollection<long> Choose(IReadOnlyCollection<ListedMarket> listed, int places)
    {
        if (listed.Count <= places)
            return [.. listed.Select(market => market.Id)];
        var chosen = listed.Where(market => market.Pool > 0)
            .OrderByDescending(market => market.Pool).ThenBy(market => market.Id).Take(places / 2)
            .Select(market => market.Id).ToHashSet();
        Add(listed.OrderBy(market => market.ClosesAt).ThenBy(market => market.Id), chosen.Count + (places / 4), MaxOfHost);
        Add(listed.OrderByDescending(market => market.Id), places, MaxOfHost);
        Add(listed.OrderByDescending(market => market.Id), places, int.MaxValue);
        return chosen;

        void Add(IEnumerable<ListedMarket> ordered, int upTo, int maxOfHost)
        {
            var ofHost = new Dictionary<string, int>();
            foreach (var market in ordered.Where(market => !chosen.Contains(market.Id)).ToList())
            {
                if (chosen.Count >= upTo)
                    return;
                var count = ofHost[market.HostId] = ofHost.GetValueOrDefault(market.HostId) + 1;
                if (count <= maxOfHost)
                    chosen.Add(market.Id);
            }
        }
    }
}
