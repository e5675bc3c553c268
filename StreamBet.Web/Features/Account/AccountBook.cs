using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Account;

/// <summary>The actions of a person's account page.</summary>
internal sealed class AccountBook(TabSession tab, Naming naming, StakeBookReader books)
{
    /// <summary>Renames the person.</summary>
    /// <returns>Why the name was refused; null on success.</returns>
    public Task<Refusal?> RenameAsync(string? name) => tab.TryAsync(closed => naming.RenameAsync(tab.Caller, name, closed));

    /// <summary>Reads the person's open positions and ended stakes.</summary>
    /// <param name="count">The maximum number of ended stakes.</param>
    /// <returns>The book, or why it could not be read.</returns>
    public Task<(StakeBook? Book, Refusal? Refusal)> ReadAsync(int count) =>
        tab.TryAsync(closed => books.ReadAsync(tab.Caller, count, closed));
}
