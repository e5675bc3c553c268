using StreamBet.Core.Kernel;

namespace StreamBet.Core.Webhooks;

/// <summary>An address that is told of markets: of those that its owner hosts or, if an operator made it, of all.</summary>
public sealed class Webhook
{
    private Webhook()
    {
    }

    /// <summary>Its id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The id of the person who made it.</summary>
    public string OwnerId { get; private set; } = "";

    /// <summary>Where its messages go: an absolute URL.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The secret that signs its messages, protected.</summary>
    public byte[] Secret { get; private set; } = [];

    /// <summary>Whether it is told of all markets. It is, as long as its owner is an operator.</summary>
    public bool IsForAll { get; private set; }

    /// <summary>The types of messages that it gets, of <see cref="WebhookEvents.OfMarkets"/>.</summary>
    public IReadOnlyList<string> Events { get; private set; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it last accepted a message; null if it never did.</summary>
    public DateTimeOffset? SucceededAt { get; private set; }

    /// <summary>Since when it has failed without accepting a message; null while it works.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    /// <summary>How many times in a row it has failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Until when it gets nothing because it failed; null while it works.</summary>
    public DateTimeOffset? RestsUntil { get; private set; }

    /// <summary>When it was stopped; null while it is not.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>Why it was stopped, as a sentence; null while it is not.</summary>
    public string? WhyStopped { get; private set; }

    /// <summary>Whether its latest attempt was accepted. Any other gets one message at a time.</summary>
    public bool IsProven => SucceededAt is not null && FailingSince is null;

    /// <summary>Makes a webhook.</summary>
    /// <param name="ownerId">Its owner.</param>
    /// <param name="url">Where its messages go, already checked.</param>
    /// <param name="secret">Its secret, protected.</param>
    /// <param name="isForAll">Whether it is told of all markets.</param>
    /// <param name="events">The types of messages that it gets; all if it is null.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="RefusedException">A type is unknown, or there is none (422).</exception>
    public static Webhook Make(
        string ownerId, Uri url, byte[] secret, bool isForAll, IReadOnlyList<string>? events, DateTimeOffset now) => new()
        {
            Id = Guid.CreateVersion7(now),
            OwnerId = ownerId,
            Url = url.AbsoluteUri,
            Secret = secret,
            IsForAll = isForAll,
            Events = CheckEvents(events ?? WebhookEvents.OfMarkets),
            CreatedAt = now,
        };

    /// <summary>Records that it accepted a message.</summary>
    public void Succeed(DateTimeOffset now) => (SucceededAt, FailingSince, Failures, RestsUntil) = (now, null, 0, null);

    /// <summary>Records that it did not accept a message; stops it once it has failed for <see cref="WebhookRetries.MaxFailing"/>, or at
    /// once if it is gone.</summary>
    /// <param name="answer">What came of it.</param>
    /// <param name="now">The current time.</param>
    /// <param name="draw">A random number, 0 to under 1.</param>
    public void Fail(WebhookAnswer answer, DateTimeOffset now, double draw)
    {
        FailingSince ??= now;
        Failures++;
        RestsUntil = now + WebhookRetries.RestAfter(Failures, draw, answer.RetryAfter);
        if (answer.IsGone)
            Stop("Its address answered 410: it wants no more messages.", now);
        else if (now - FailingSince >= WebhookRetries.MaxFailing)
            Stop($"It failed for {WebhookRetries.MaxFailing.TotalDays} days. The last time: {answer.Sentence}", now);
    }

    /// <summary>Stops it: it gets nothing until its owner starts it again, and is not told of what happens meanwhile.</summary>
    /// <param name="why">Why, as a sentence.</param>
    /// <param name="now">The current time.</param>
    public void Stop(string why, DateTimeOffset now) => (StoppedAt, WhyStopped) = (now, why);

    /// <summary>Starts it again.</summary>
    public void Resume() => (StoppedAt, WhyStopped, FailingSince, Failures, RestsUntil) = (null, null, null, 0, null);

    private static string[] CheckEvents(IReadOnlyList<string> events) =>
        events.Count > 0 && events.All(WebhookEvents.OfMarkets.Contains)
            ? [.. WebhookEvents.OfMarkets.Where(events.Contains)]
            : throw new RefusedException(
                RefusalKind.Unprocessable, "webhook_events",
                $"The events are one or more of {string.Join(", ", WebhookEvents.OfMarkets)}; leave them out for all.");
}
