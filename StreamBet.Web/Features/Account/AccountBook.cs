using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Account;

/// <summary>The actions of a person's account page.</summary>
internal sealed class AccountBook(TabSession tab, Naming naming, Moderation moderation)
{
    /// <summary>Renames the person.</summary>
    /// <returns>Why the name was refused; null on success.</returns>
    public Task<Refusal?> RenameAsync(string? name) => tab.TryAsync(closed => naming.RenameAsync(tab.Caller, name, closed));

    /// <summary>Reads the person's moderators.</summary>
    /// <returns>The moderators, or why they could not be read.</returns>
    public Task<(IReadOnlyList<NamedModerator>? Moderators, Refusal? Refusal)> ReadModeratorsAsync() =>
        tab.TryAsync(closed => moderation.ListAsync(tab.Caller, closed));

    /// <summary>Names a moderator.</summary>
    /// <returns>Why it was refused; null on success.</returns>
    public Task<Refusal?> NameModeratorAsync(string? name) => tab.TryAsync(closed => moderation.NameAsync(name, tab.Caller, closed));

    /// <summary>Removes a moderator.</summary>
    /// <returns>Why it was refused; null on success.</returns>
    public Task<Refusal?> RemoveModeratorAsync(string personId) =>
        tab.TryAsync(closed => moderation.RemoveAsync(personId, tab.Caller, closed));
}
