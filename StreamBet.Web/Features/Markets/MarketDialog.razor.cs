using Microsoft.AspNetCore.Components;
using MudBlazor;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;

namespace StreamBet.Web.Features.Markets;

/// <summary>The dialog in which a host enters a market's question and criterion.</summary>
public sealed partial class MarketDialog
{
    private static readonly string[] Durations = ["30 s", "1 min", "5 min", "15 min", "1 h", "6 h", "24 h"];

    private readonly string _id = $"market-{Guid.NewGuid():N}";
    private bool _isParticular;
    private bool _isRunning;
    private Refusal? _refusal;

    /// <summary>The entered values; they outlive the dialog.</summary>
    [Parameter, EditorRequired]
    public MarketDraft Draft { get; set; } = null!;

    /// <summary>The market to edit; null to open one.</summary>
    [Parameter]
    public Market? Market { get; set; }

    /// <summary>Raised when the dialog is done or dismissed.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    /// <summary>Raised when the market was opened or edited, before <see cref="OnDone"/>.</summary>
    [Parameter]
    public EventCallback<Market> OnAccepted { get; set; }

    [Inject]
    private MarketsState Actions { get; set; } = null!;

    [Inject]
    private IClipAnalyzer Analyzer { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    // Nothing was chosen yet, so nothing is wrong yet.
    private bool IsBlank => Draft is { Kind: DraftKind.Label, Labels.Count: 0 } && Draft.Search.Trim().Length == 0;

    private string? Suggested => Draft.SuggestQuestion(Analyzer.Vocabulary);

    /// <inheritdoc/>
    protected override void OnInitialized() => _isParticular = Draft.IsParticular;

    private string Id(string field) => $"{_id}-{field}";

    // An empty question is not marked as invalid.
    private string? Wrong(DraftReading reading, string code) =>
        reading.Problem?.Code == code && !(code == "event" && Draft.Question.Length == 0) ? "true" : null;

    private async Task SubmitAsync()
    {
        if (_isRunning || Draft.Read(Analyzer.Vocabulary).Market is not { } asked)
            return;
        _isRunning = true;
        Market? market;
        try
        {
            (market, _refusal) = Market is null
                ? await Actions.OpenAsync(asked)
                : await Actions.EditAsync(Market, asked.Event, asked.Criterion);
        }
        finally
        {
            _isRunning = false;
        }

        if (market is null)
            return;
        var what = Market is null ? $"Market {market.Id} is open" : $"Market {market.Id} now asks";
        Snackbar.Add($"{what}: {market.Event}", Severity.Success);
        await OnAccepted.InvokeAsync(market);
        await OnDone.InvokeAsync();
    }
}
