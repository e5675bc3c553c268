using Microsoft.AspNetCore.Components;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Markets;

/// <summary>All markets, found, filtered and sorted. The choice is in the address, so that it can be kept and shared.</summary>
public sealed partial class MarketsPage
{
    private const int MaxPage = 1_000;

    private static readonly (string Word, string Name, MarketFilter Filter)[] Filters =
    [
        ("", "All", MarketFilter.All), ("open", "Open", MarketFilter.Open), ("mine", "Mine", MarketFilter.Mine),
        ("ended", "Ended in the last 24 hours", MarketFilter.Today), ("unlisted", "Off the lists", MarketFilter.Unlisted),
    ];

    private static readonly (string Word, string Name, MarketOrder Order)[] Orders =
    [
        ("", "Newest", MarketOrder.Newest), ("closing", "Closing soon", MarketOrder.Closing), ("pool", "Largest pool", MarketOrder.Pool),
    ];

    private IReadOnlyList<FoundMarket>? _found;
    private bool _hasMore;
    private Refusal? _refusal;

    /// <summary>Text that the question must contain; null for any.</summary>
    [SupplyParameterFromQuery]
    public string? Find { get; set; }

    /// <summary>Which markets: open, mine, ended, or unlisted, which is the operator's; anything else for all.</summary>
    [SupplyParameterFromQuery]
    public string? Show { get; set; }

    /// <summary>The order: closing or pool; anything else for the newest first.</summary>
    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    /// <summary>The page, from 1.</summary>
    [SupplyParameterFromQuery]
    public int Page { get; set; }

    private protected override TabAreas Areas => TabAreas.Markets;

    private int Number => Math.Clamp(Page, 1, MaxPage);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        (_found, _hasMore, _refusal) = await Actions.SearchAsync(new MarketSearch
        {
            Text = Find ?? "",
            Filter = Array.Find(Filters, known => known.Word == Show).Filter,
            Order = Array.Find(Orders, known => known.Word == Sort).Order,
            Skip = (Number - 1) * MarketReader.SearchSize,
        });
    }

    private static string AddressOf(string? find, string? show, string? sort, int page = 1)
    {
        var query = QueryString.Create(new[]
        {
            KeyValuePair.Create("find", find?.Trim()), KeyValuePair.Create("show", show), KeyValuePair.Create("sort", sort),
            KeyValuePair.Create("page", page > 1 ? page.ToString(System.Globalization.CultureInfo.InvariantCulture) : null),
        }.Where(part => !string.IsNullOrEmpty(part.Value)));
        return $"markets{query}";
    }

    private MarketView Newest(MarketView view) =>
        State.Markets.FirstOrDefault(live => live.Market.Id == view.Market.Id) ?? view;
}
