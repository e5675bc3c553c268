namespace StreamBet.Core.Markets;

/// <summary>How a market's last seconds go, so that nobody gains by staking in the very last one.</summary>
/// <param name="Hidden">How long its odds and pool are hidden before its closing time, 0 to <see cref="MaxHidden"/> and at most
/// half of the time that it takes stakes; null for the default: <see cref="DefaultHidden"/> if it takes stakes for less than
/// <see cref="ShortMarket"/>, otherwise 0.</param>
/// <param name="IsRandom">Whether it locks at a random moment of that time, which nobody knows before.</param>
public sealed record Closing(TimeSpan? Hidden, bool IsRandom)
{
    /// <summary>The longest time that odds and pool are hidden.</summary>
    public static readonly TimeSpan MaxHidden = TimeSpan.FromSeconds(60);

    /// <summary>How long short markets hide them unless their host says otherwise.</summary>
    public static readonly TimeSpan DefaultHidden = TimeSpan.FromSeconds(10);

    /// <summary>A market that takes stakes for less than this is short.</summary>
    public static readonly TimeSpan ShortMarket = TimeSpan.FromMinutes(10);

    /// <summary>Hides the odds of short markets only.</summary>
    public static readonly Closing Default = new(null, IsRandom: false);

    /// <summary>Hides nothing.</summary>
    public static readonly Closing None = new(TimeSpan.Zero, IsRandom: false);
}
