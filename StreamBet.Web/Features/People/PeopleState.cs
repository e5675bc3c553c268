using StreamBet.Core.Kernel;
using StreamBet.Core.Markets.Standings;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.People;

/// <summary>What one tab reads about people.</summary>
internal sealed class PeopleState(TabSession tab, StandingKeeper standings, PersonReader people)
{
    private const int MaxRanked = 100;

    /// <summary>Reads the leaderboard.</summary>
    /// <param name="isThisWeek">Counts only the last seven days.</param>
    /// <param name="byShare">Ranks by the share of right calls instead of the net.</param>
    /// <returns>The people who are ranked, best first, or why they could not be read.</returns>
    public Task<(IReadOnlyList<Standing>? Ranked, Refusal? Refusal)> RankAsync(bool isThisWeek, bool byShare) =>
        tab.TryAsync(closed => standings.RankAsync(isThisWeek, byShare, MaxRanked, closed));

    /// <summary>Reads a person's public page.</summary>
    /// <param name="name">Their name.</param>
    /// <returns>The person, or why there is none.</returns>
    public Task<(PublicPerson? Person, Refusal? Refusal)> ReadAsync(string? name) =>
        tab.TryAsync(closed => people.ReadAsync(name, closed));
}
