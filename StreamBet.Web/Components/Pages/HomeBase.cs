using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using StreamBet.Core;
using StreamBet.Core.Analysis;
using StreamBet.Web.Api.Contract;

namespace StreamBet.Web.Components.Pages;

/// <summary>What the first page shows: whether the server is up, what is missing, and the open markets.</summary>
public abstract class HomeBase : ComponentBase
{
    private const int MostMarkets = 200;

    [Inject]
    private IVideoAnalyzer Analyzer { get; set; } = null!;

    [Inject]
    private IUnitOfWorkFactory Work { get; set; } = null!;

    [Inject]
    private IOptions<StreamBetOptions> Options { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private protected IReadOnlyList<MissingPart> Missing { get; private set; } = [];

    private protected IReadOnlyList<Bet> Markets { get; private set; } = [];

    private protected Bet? Practice => Markets.LastOrDefault(bet => bet is { Practice: true, State: "open" });

    private protected bool NeedsKey => Options.Value.ApiKeys.Count > 0;

    private protected string Address => Navigation.BaseUri;

    private protected string MaxMegabytes =>
        (Options.Value.MaxUploadBytes / 1024.0 / 1024).ToString("0.#", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Missing = await Analyzer.FindMissingPartsAsync(CancellationToken.None);
        await using var unit = await Work.ReadAsync(CancellationToken.None);
        var markets = await unit.Markets.ListAsync(null, activeOnly: true, MostMarkets, CancellationToken.None);
        Markets = [.. markets.Select(market => Bet.From(market, Options.Value.TakeRate))];
    }

    private protected static string Odds(decimal? odds) => odds?.ToString("0.00", CultureInfo.InvariantCulture) ?? "–";
}
