using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Features.Markets;

/// <summary>What the person of a tab has begun to enter about markets. It goes on in another circuit, on whichever server, when this
/// one's server stops.</summary>
internal sealed class MarketDrafts(PersistentComponentState kept) : IDisposable
{
    private const string KeptName = "market drafts";

    private Dictionary<string, FormDraft> _forms = [];
    private PersistingComponentStateSubscription _keeping;
    private StakeDraft? _leftStake;

    /// <summary>Goes on with what the circuit before this one has left. That is there only while the first components begin.</summary>
    public void Begin()
    {
        if (kept.TryTakeFromJson<KeptDrafts>(KeptName, out var left) && left is not null)
            (Opening, IsOpening, Edited, _leftStake, _forms) = (left.Opening, left.IsOpening, left.Edited, left.Stake, left.Forms ?? []);
        _keeping = kept.RegisterOnPersisting(
            () =>
            {
                if (IsOpening || Edited is not null || _forms.Count > 0 || (Stake ?? _leftStake) is not null)
                    kept.PersistAsJson(KeptName, new KeptDrafts(Opening, IsOpening, Edited, Stake ?? _leftStake, _forms));
                return Task.CompletedTask;
            },
            RenderMode.InteractiveServer);
    }

    /// <summary>The market to be opened; it outlives the dialog.</summary>
    public MarketDraft Opening { get; set; } = new();

    /// <summary>Whether the dialog for it is open.</summary>
    public bool IsOpening { get; set; }

    /// <summary>The market that is being edited; null if none is.</summary>
    public EditedMarket? Edited { get; set; }

    /// <summary>The stake that is being entered; null if there is none.</summary>
    public StakeDraft? Stake { get; set; }

    /// <summary>The stake on a market that the circuit before this one has left, the first time that it is asked for.</summary>
    public StakeDraft? TakeStake(long marketId)
    {
        var left = _leftStake?.MarketId == marketId ? _leftStake : null;
        if (left is not null)
            (Stake, _leftStake) = (left, null);
        return left;
    }

    /// <summary>What is being entered in a form about a market.</summary>
    /// <param name="form">The name of the form and its market.</param>
    public FormDraft Find(string form) => _forms.GetValueOrDefault(form) ?? FormDraft.None;

    /// <summary>Keeps what is being entered in a form.</summary>
    /// <param name="form">The name of the form and its market.</param>
    /// <param name="draft">What is entered now; <see cref="FormDraft.None"/> when the form is done or gone.</param>
    public void Keep(string form, FormDraft draft)
    {
        if (draft == FormDraft.None)
            _forms.Remove(form);
        else
            _forms[form] = draft;
    }

    /// <inheritdoc/>
    public void Dispose() => _keeping.Dispose();

    // A server of an earlier version leaves no forms.
    private sealed record KeptDrafts(
        MarketDraft Opening, bool IsOpening, EditedMarket? Edited, StakeDraft? Stake, Dictionary<string, FormDraft>? Forms);
}

/// <summary>A market that is being edited.</summary>
/// <param name="MarketId">The market.</param>
/// <param name="Draft">What it is to become.</param>
internal sealed record EditedMarket(long MarketId, MarketDraft Draft);

/// <summary>What is being said about a market in a form.</summary>
/// <param name="Choice">What was chosen; null if nothing was yet, or if the form is closed.</param>
/// <param name="Words">The reason or the answer.</param>
/// <param name="Second">The second of the clip as it was typed.</param>
internal sealed record FormDraft(string? Choice, string Words, string Second)
{
    /// <summary>A form in which nothing was entered.</summary>
    public static FormDraft None { get; } = new(null, "", "");
}

/// <summary>A stake that is being entered.</summary>
/// <param name="MarketId">The market.</param>
/// <param name="Side">The side.</param>
/// <param name="Amount">The amount as it was typed.</param>
internal sealed record StakeDraft(long MarketId, Outcome Side, string Amount);
