namespace StreamBet.Core.Markets;

/// <summary>Tells that markets, stakes or names have changed, as soon as that is committed.</summary>
public sealed class MarketFeed
{
    /// <summary>Heard on the thread that committed, with the ids of the people whose stakes or names changed: a handler takes note
    /// and does nothing else.</summary>
    public event Action<IReadOnlySet<string>>? Changed;

    internal void Publish(IReadOnlySet<string> people) => Changed?.Invoke(people);
}
