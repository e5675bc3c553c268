using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using StreamBet.Core.Receipts;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Receipts;

/// <summary>The page on which anyone can check a receipt. It checks each input as soon as it is given.</summary>
public sealed partial class VerifyReceipt
{
    private const int MaxKeyBytes = 64 * 1024;

    // Far more than the receipt of half an hour needs, and as much as a circuit can hold; the command takes larger
    // ones.
    private const int MaxReceiptBytes = 2 * 1024 * 1024;

    // Shown in place of a digest while the browser computes it.
    private const string Reading = "…";

    private string? _asked;
    private string _bet = "";
    private GivenFile? _receipt;
    private GivenFile? _stake;
    private string _clip = "";
    private string _head = "";
    private string _key = "";
    private string _name = "";
    private string? _problem;
    private CheckedReceipt? _checked;
    private ChainHead? _chainHead;
    private CancellationTokenSource? _checking;
    private bool _isChecking;

    /// <summary>The market number in the address, unparsed; null for none.</summary>
    [SupplyParameterFromQuery(Name = "bet")]
    public string? Bet { get; set; }

    [Inject]
    private ReceiptsState Receipts { get; set; } = null!;

    private protected override TabAreas Areas => TabAreas.Markets;

    private bool HasMore => _stake is not null || $"{_clip}{_head}{_key}".Length > 0;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _chainHead = await Receipts.FindHeadAsync();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        // Skipped while the page is rendered without a circuit: nobody would see the result of a check of the whole
        // chain.
        if (Bet is null || Bet == _asked || !RendererInfo.IsInteractive)
            return;
        _bet = _asked = Bet;
        await CheckBetAsync();
    }

    // Every decision makes the chain longer.
    /// <inheritdoc/>
    protected override void OnStateChanged() => _ = ReadHeadAsync();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _checking?.Cancel();
    }

    private static string? Digest(string typed) =>
        typed.Trim().ToLowerInvariant() is { Length: > 0 } digest ? digest : null;

    private static bool WrongDigest(string typed) =>
        Digest(typed) is { } digest && !(digest.Length == 64 && digest.All(char.IsAsciiHexDigitLower));

    private async Task ReadHeadAsync()
    {
        var head = await Receipts.FindHeadAsync() ?? _chainHead;
        if (head == _chainHead)
            return;
        _chainHead = head;
        StateHasChanged();
    }

    private async Task CheckBetAsync()
    {
        var text = _bet.Trim();
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            Refuse("A bet number must be a whole number, such as 12.");
            return;
        }

        var (bytes, refusal) = await Receipts.ReadAsync(id);
        if (bytes is null)
            Refuse(refusal?.Sentence);
        else
            await GiveAsync(new GivenFile($"This server's receipt of market {id}", bytes));
    }

    private Task GiveAsync(GivenFile? receipt)
    {
        _receipt = receipt;
        return CheckAsync();
    }

    private Task GiveStakeAsync(GivenFile? stake)
    {
        _stake = stake;
        return CheckAsync();
    }

    private Task GiveClipAsync(string clip)
    {
        _clip = clip;
        return CheckAsync();
    }

    private Task GiveKeyAsync(GivenFile? key)
    {
        _key = key is null ? "" : Encoding.UTF8.GetString(key.Bytes);
        return CheckAsync();
    }

    private void Refuse(string? sentence) => (_problem, _checked, _receipt) = (sentence, null, null);

    // Only the latest request gets a result.
    private async Task CheckAsync()
    {
        _checking?.Cancel();
        (_checking, _isChecking) = (null, false);
        (_problem, _checked) = (WrongInput(), null);
        if (_receipt is not { } receipt || _clip == Reading || _problem is not null)
            return;
        using var checking = _checking = new CancellationTokenSource();
        _isChecking = true;
        var request = new ReceiptRequest(
            receipt.Bytes, _key.Trim().Length > 0 ? _key : null, Digest(_clip), _stake?.Bytes, Digest(_head));
        var (found, refusal) = await Receipts.CheckAsync(request, checking.Token);
        if (_checking != checking)
            return;
        (_checking, _isChecking) = (null, false);
        (_name, _checked, _problem) = (PlainText.Of(receipt.Name, 200), found, refusal?.Sentence);
    }

    private string? WrongInput() =>
        _clip != Reading && WrongDigest(_clip) ? "The clip's SHA-256 is 64 hex digits."
        : WrongDigest(_head) ? "A chain head is 64 hex digits."
        : null;
}
