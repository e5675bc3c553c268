using System.Collections.Immutable;
using System.Text.Json.Serialization;
using StreamBet.Core.Markets;

namespace StreamBet.Web.Shared.State;

/// <summary>The markets that a clip will decide. Practice markets are included unless declined, and are identified by
/// their question, since a new one replaces each that ends. All others are chosen one by one.</summary>
public sealed record BindingChoice
{
    /// <summary>Only practice markets.</summary>
    public static readonly BindingChoice Practice = new();

    [JsonInclude]
    private ImmutableHashSet<long> Chosen { get; init; } = [];

    [JsonInclude]
    private ImmutableHashSet<string> Declined { get; init; } = [];

    /// <summary>The numbers of the markets chosen one by one.</summary>
    [JsonIgnore]
    public IReadOnlyList<long> MarketIds => [.. Chosen.Order()];

    /// <summary>Whether a market is chosen.</summary>
    public bool Includes(Market market) =>
        market.IsPractice ? !Declined.Contains(market.Event) : Chosen.Contains(market.Id);

    /// <summary>The choice with one market added or removed.</summary>
    public BindingChoice With(Market market, bool isChosen) => (market.IsPractice, isChosen) switch
    {
        (true, true) => this with { Declined = Declined.Remove(market.Event) },
        (true, false) => this with { Declined = Declined.Add(market.Event) },
        (false, true) => this with { Chosen = Chosen.Add(market.Id) },
        (false, false) => this with { Chosen = Chosen.Remove(market.Id) },
    };

    /// <summary>The choice for the next clip: each market is decided by one clip, so only the practice markets, which
    /// are always replaced, stay chosen.</summary>
    public BindingChoice Next() => this with { Chosen = [] };

    /// <summary>The choice plus the markets that another choice lists one by one.</summary>
    public BindingChoice And(BindingChoice other) => this with { Chosen = Chosen.Union(other.Chosen) };

    /// <summary>The choice minus the markets that another choice lists one by one.</summary>
    public BindingChoice Without(BindingChoice other) => this with { Chosen = Chosen.Except(other.Chosen) };

    /// <summary>The choice without markets that a clip can no longer be bound to.</summary>
    /// <param name="active">All active markets.</param>
    public BindingChoice Possible(IEnumerable<Market> active) =>
        this with { Chosen = Chosen.Intersect(active.Where(market => market.CanBind).Select(market => market.Id)) };

    /// <summary>The numbers of the chosen practice markets.</summary>
    /// <param name="active">All active markets.</param>
    public IReadOnlyList<long> PracticeIds(IEnumerable<Market> active) =>
        [.. active.Where(market => market.IsPractice && Includes(market)).Select(market => market.Id)];
}
