using System.Collections.Immutable;
using StreamBet.Core.Markets;

namespace StreamBet.Web.Shared.State;

/// <summary>Which markets a clip is to decide. Practice markets are chosen unless declined, and by their question, since a
/// fresh one takes the place of one that ended; any other is chosen one by one.</summary>
public sealed record BindingChoice
{
    /// <summary>The practice markets alone.</summary>
    public static readonly BindingChoice Practice = new();

    private ImmutableHashSet<long> Chosen { get; init; } = [];

    private ImmutableHashSet<string> Declined { get; init; } = [];

    /// <summary>The numbers of the markets that were chosen one by one.</summary>
    public IReadOnlyList<long> MarketIds => [.. Chosen.Order()];

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

    /// <summary>The choice for the clip after this one: one clip decides a market, so that only the practice markets, of which
    /// there are always fresh ones, stay chosen.</summary>
    public BindingChoice Next() => this with { Chosen = [] };

    /// <summary>The choice with what another chooses one by one.</summary>
    public BindingChoice And(BindingChoice other) => this with { Chosen = Chosen.Union(other.Chosen) };

    /// <summary>The choice without what another chooses one by one.</summary>
    public BindingChoice Without(BindingChoice other) => this with { Chosen = Chosen.Except(other.Chosen) };

    /// <summary>The choice without markets that no clip can be bound to any more.</summary>
    /// <param name="active">All active markets.</param>
    public BindingChoice Possible(IEnumerable<Market> active) =>
        this with { Chosen = Chosen.Intersect(active.Where(market => market.CanBind).Select(market => market.Id)) };

    /// <summary>The numbers of the chosen practice markets.</summary>
    /// <param name="active">All active markets.</param>
    public IReadOnlyList<long> PracticeIds(IEnumerable<Market> active) =>
        [.. active.Where(market => market.IsPractice && Includes(market)).Select(market => market.Id)];
}
