using StreamBet.Core.Kernel;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Bets;

/// <summary>Reads the stake book of a tab's person.</summary>
internal sealed class StakeBooks(TabSession tab, StakeBookReader books)
{
    /// <summary>Reads the person's open positions and ended stakes.</summary>
    /// <param name="count">The maximum number of ended stakes.</param>
    /// <returns>The book, or why it could not be read.</returns>
    public Task<(StakeBook? Book, Refusal? Refusal)> ReadAsync(int count) =>
        tab.TryAsync(closed => books.ReadAsync(tab.Caller, count, closed));
}
