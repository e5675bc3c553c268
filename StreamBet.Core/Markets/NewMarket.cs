using StreamBet.Core.Kernel;
using StreamBet.Core.Markets.Answers;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>A request to open a market.</summary>
/// <param name="Event">The question; surrounding white space is removed.</param>
/// <param name="Criterion">The criterion that decides it; null if people decide it.</param>
public sealed record NewMarket(string Event, Criterion? Criterion)
{
    /// <summary>How long it takes stakes, <see cref="Market.MinOpen"/> to <see cref="Market.MaxOpen"/>.</summary>
    public TimeSpan ClosesIn { get; init; } = Market.MaxOpen;

    /// <summary>The only clip that may decide it, as SHA-256 (64 lower-case hex digits); null for any.</summary>
    public string? ClipSha256 { get; init; }

    /// <summary>How long people may challenge its clip's verdict before it is paid out, 0 to
    /// <see cref="Review.MaxChallengeWindow"/>.</summary>
    public TimeSpan ChallengeWindow { get; init; } = Review.DefaultChallengeWindow;

    /// <summary>How long people may object to what its host proposes, <see cref="Review.MinObjectionWindow"/> to
    /// <see cref="Review.MaxObjectionWindow"/>.</summary>
    public TimeSpan ObjectionWindow { get; init; } = Review.DefaultObjectionWindow;

    /// <summary>How its last seconds go.</summary>
    public Closing Closing { get; init; } = Closing.Default;

    /// <summary>Writes the answer that is kept with the market, once it has its number; null if none is.</summary>
    public Func<Market, KeptAnswer>? Keep { get; init; }

    /// <summary>How long it hides its odds and pool before it closes.</summary>
    public TimeSpan HiddenFor => Closing.Hidden ?? (ClosesIn < Closing.ShortMarket ? Closing.DefaultHidden : TimeSpan.Zero);

    /// <summary>Checks the times.</summary>
    /// <exception cref="RefusedException">One is out of its range (422).</exception>
    internal void EnsureTimes()
    {
        if (ClosesIn < Market.MinOpen || ClosesIn > Market.MaxOpen)
            throw Wrong("closing_time", "A market takes stakes for 30 seconds to 24 hours.");
        if (ChallengeWindow < TimeSpan.Zero || ChallengeWindow > Review.MaxChallengeWindow)
            throw Wrong("challenge_window", "A verdict can be challenged for 0 to 60 minutes.");
        if (ObjectionWindow < Review.MinObjectionWindow || ObjectionWindow > Review.MaxObjectionWindow)
            throw Wrong("objection_window", "People can object to a proposal for 10 minutes to 24 hours.");
        EnsureClosing();
    }

    private void EnsureClosing()
    {
        if (HiddenFor < TimeSpan.Zero || HiddenFor > Closing.MaxHidden || HiddenFor > ClosesIn / 2)
        {
            throw Wrong(
                "hidden_time",
                "A market can hide its odds for the last 0 to 60 seconds, and for at most half of the time that it takes stakes.");
        }

        if (Closing.IsRandom && HiddenFor == TimeSpan.Zero)
        {
            throw Wrong(
                "hidden_time", "A market locks at a random moment of those in which it hides its odds. Say for how long it hides them.");
        }
    }

    private static RefusedException Wrong(string code, string sentence) => new(RefusalKind.Unprocessable, code, sentence);
}
