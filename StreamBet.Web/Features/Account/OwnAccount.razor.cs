using Microsoft.AspNetCore.Components;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Account;

/// <summary>The person's own account: name, moderators, sessions, keys and data.</summary>
public sealed partial class OwnAccount
{
    [Inject]
    private AccountBook Book { get; set; } = null!;

    /// <summary>The error code with which the last transfer code was refused; null if none was.</summary>
    [SupplyParameterFromQuery]
    public string? Transfer { get; set; }

    private protected override TabAreas Areas => TabAreas.Account;
}
