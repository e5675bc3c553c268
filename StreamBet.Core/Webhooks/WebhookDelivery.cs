namespace StreamBet.Core.Webhooks;

/// <summary>How far a message has come.</summary>
public enum DeliveryState
{
    /// <summary>It waits for its next attempt.</summary>
    Waiting,

    /// <summary>It was accepted.</summary>
    Delivered,

    /// <summary>It was given up.</summary>
    Failed,
}

/// <summary>A message to a webhook. It is written together with what it tells of, so it is neither lost nor sent in vain.</summary>
public sealed class WebhookDelivery
{
    private WebhookDelivery()
    {
    }

    /// <summary>Its number, in the order in which messages were written.</summary>
    public long Id { get; private set; }

    /// <summary>The webhook.</summary>
    public Guid WebhookId { get; private set; }

    /// <summary>The header <c>webhook-id</c>: the same at every attempt, so that the receiver can tell a message that came twice.</summary>
    public string MessageId { get; private set; } = "";

    /// <summary>Its type.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The body: JSON, the same at every attempt.</summary>
    public string Body { get; private set; } = "";

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>How far it has come.</summary>
    public DeliveryState State { get; private set; }

    /// <summary>How many times it was sent.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it is sent next, at the earliest; null once it has been accepted or given up.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>When it was first not accepted; null if it never was, or not since its webhook was started again.</summary>
    public DateTimeOffset? FailedAt { get; private set; }

    /// <summary>When it was last sent; null if it never was.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>The HTTP status of the last answer; null if there was none.</summary>
    public int? Status { get; private set; }

    /// <summary>Why there was no answer the last time, as a sentence; null if there was one.</summary>
    public string? Fault { get; private set; }

    /// <summary>Writes a message.</summary>
    /// <param name="webhookId">The webhook.</param>
    /// <param name="type">Its type.</param>
    /// <param name="body">Its body.</param>
    /// <param name="now">The current time.</param>
    public static WebhookDelivery Write(Guid webhookId, string type, string body, DateTimeOffset now) => new()
    {
        WebhookId = webhookId,
        MessageId = $"msg_{Guid.CreateVersion7(now):N}",
        Type = type,
        Body = body,
        CreatedAt = now,
        DueAt = now,
    };

    /// <summary>Records an attempt. One that was not accepted is due again after a pause, for
    /// <see cref="WebhookRetries.MaxTrying"/>.</summary>
    /// <param name="answer">What came of it.</param>
    /// <param name="now">The current time.</param>
    /// <param name="draw">A random number, 0 to under 1.</param>
    public void Record(WebhookAnswer answer, DateTimeOffset now, double draw)
    {
        (Attempts, SentAt, Status, Fault) = (Attempts + 1, now, answer.Status, answer.Fault);
        if (answer.IsAccepted)
        {
            (State, DueAt) = (DeliveryState.Delivered, null);
            return;
        }

        FailedAt ??= now;
        (State, DueAt) = now - FailedAt < WebhookRetries.MaxTrying
            ? (DeliveryState.Waiting, now + WebhookRetries.PauseAfter(Attempts, draw, answer.RetryAfter))
            : (DeliveryState.Failed, (DateTimeOffset?)null);
    }
}
