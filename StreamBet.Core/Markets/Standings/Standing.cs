namespace StreamBet.Core.Markets.Standings;

/// <summary>How a person's bets went in the markets that count: credit markets that YES or NO ended, with stakes of at least
/// <see cref="MinStakers"/> people from at least <see cref="MinAddresses"/> network addresses, so that it
/// takes more than one person to make a name.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="Name">Their name.</param>
/// <param name="Net">What they won, less what they lost, in whole credits.</param>
/// <param name="Right">The markets in which they won.</param>
/// <param name="Verdicts">The markets in which they won or lost.</param>
public sealed record Standing(string PersonId, string Name, long Net, int Right, int Verdicts)
{
    /// <summary>The fewest people with a stake in a market that counts.</summary>
    public const int MinStakers = 5;

    /// <summary>The fewest network addresses that they come from.</summary>
    public const int MinAddresses = 3;

    /// <summary>The fewest verdicts of a person who is ranked.</summary>
    public const int MinVerdicts = 20;

    /// <summary>The share of right calls, 0-1; 0 without any.</summary>
    public double Share => Verdicts == 0 ? 0 : (double)Right / Verdicts;
}

/// <summary>How a person's bets went, ever and within the last week.</summary>
/// <param name="Ever">Ever.</param>
/// <param name="Week">Within the last seven days.</param>
public sealed record Standings<T>(T Ever, T Week);
