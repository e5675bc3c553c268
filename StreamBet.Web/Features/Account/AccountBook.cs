using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Account;

/// <summary>What a person does on the page of their account.</summary>
internal sealed class AccountBook(TabSession tab, Naming naming, StakeBookReader books)
{
    /// <summary>Gives the person another name.</summary>
    /// <returns>Why not; null when it is theirs now.</returns>
    public Task<Refusal?> RenameAsync(string? name) => tab.TryAsync(closed => naming.RenameAsync(tab.Caller, name, closed));

    /// <summary>Reads what the person has in markets and what became of what they had.</summary>
    /// <param name="count">How many ended stakes at most.</param>
    /// <returns>The book, or why it was not read.</returns>
    public Task<(StakeBook? Book, Refusal? Refusal)> ReadAsync(int count) =>
        tab.TryAsync(closed => books.ReadAsync(tab.Caller, count, closed));
}
