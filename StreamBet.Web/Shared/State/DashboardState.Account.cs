using StreamBet.Core.Kernel;
using StreamBet.Web.Features.Account;

namespace StreamBet.Web.Shared.State;

/// <content>The person's own account.</content>
internal sealed partial class DashboardState
{
    /// <summary>Gives the person another name.</summary>
    /// <returns>Why not; null when it is theirs now.</returns>
    public Task<Refusal?> RenameAsync(string? name) => TryAsync(() => _naming.RenameAsync(Caller, name, _closed));

    /// <summary>Reads what the person has in markets and what became of what they had.</summary>
    /// <param name="count">How many ended stakes at most.</param>
    /// <returns>The book, or why it was not read.</returns>
    public async Task<(StakeBook? Book, Refusal? Refusal)> ReadStakeBookAsync(int count)
    {
        StakeBook? book = null;
        var refusal = await TryAsync(async () => book = await _books.ReadAsync(Caller, count, _closed));
        return (book, refusal);
    }
}
