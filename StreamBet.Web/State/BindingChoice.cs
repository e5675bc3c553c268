using System.Collections.Immutable;
using StreamBet.Core.Markets;

namespace StreamBet.Web.State;

/// <summary>Which markets a clip is to decide. Practice markets are chosen unless declined, and by their question, since a
/// fresh one takes the place of one that ended; any other is chosen one by one.</summary>
public sealed record BindingChoice
{
    /// <summary>The practice markets alone.</summary>
    public static readonly BindingChoice Practice = new();

    private ImmutableHashSet<long> Chosen { get; init; } = [];

    private ImmutableHashSet<string> Declined { get; init; } = [];

    /// <summary>Whether a market is chosen.</summary>
    public bool Includes(Market market) =>
        market.IsPractice ? !Declined.Contains(market.Event) : Chosen.Contains(market.Id);

    /// <summary>The choice with one market more or less.</summary>
    public BindingChoice With(Market market, bool isChosen) => (market.IsPractice, isChosen) switch
    {
        (true, true) => this with { Declined = Declined.Remove(market.Event) },
        (true, false) => this with { Declined = Declined.Add(market.Event) },
        (false, true) => this with { Chosen = Chosen.Add(market.Id) },
        (false, false) => this with { Chosen = Chosen.Remove(market.Id) },
    };

    /// <summary>The choice for the clip after this one: whose markets are nobody's practice is asked for anew.</summary>
    public BindingChoice Next() => this with { Chosen = [] };

    /// <summary>The numbers of the chosen markets. A practice market that cannot be bound at the moment is left out; any
    /// other stays in, so that its refusal is told.</summary>
    public IReadOnlyList<long> MarketIds(IEnumerable<Market> markets) =>
    [
        .. markets.Where(market => market is { IsPractice: true, CanBind: true } && Includes(market))
            .Select(market => market.Id),
        .. Chosen.Order(),
    ];
}
