using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Features.Markets;

/// <summary>What the person of a tab has begun to enter about markets. It goes on in another circuit, on whichever server, when this
/// one's server stops.</summary>
internal sealed class MarketDrafts(PersistentComponentState kept) : IDisposable
{
    private const string KeptName = "market drafts";

    private PersistingComponentStateSubscription _keeping;
    private StakeDraft? _leftStake;

    /// <summary>Goes on with what the circuit before this one has left. That is there only while the first components begin.</summary>
    public void Begin()
    {
        if (kept.TryTakeFromJson<KeptDrafts>(KeptName, out var left) && left is not null)
            (Opening, IsOpening, _leftStake) = (left.Opening, left.IsOpening, left.Stake);
        _keeping = kept.RegisterOnPersisting(
            () =>
            {
                if (IsOpening || (Stake ?? _leftStake) is not null)
                    kept.PersistAsJson(KeptName, new KeptDrafts(Opening, IsOpening, Stake ?? _leftStake));
                return Task.CompletedTask;
            },
            RenderMode.InteractiveServer);
    }

    /// <summary>The market to be opened; it outlives the dialog.</summary>
    public MarketDraft Opening { get; set; } = new();

    /// <summary>Whether the dialog for it is open.</summary>
    public bool IsOpening { get; set; }

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

    /// <inheritdoc/>
    public void Dispose() => _keeping.Dispose();

    private sealed record KeptDrafts(MarketDraft Opening, bool IsOpening, StakeDraft? Stake);
}

/// <summary>A stake that is being entered.</summary>
/// <param name="MarketId">The market.</param>
/// <param name="Side">The side.</param>
/// <param name="Amount">The amount as it was typed.</param>
internal sealed record StakeDraft(long MarketId, Outcome Side, string Amount);
