namespace StreamBet.Core.Webhooks;

/// <summary>What came of sending a message.</summary>
/// <param name="Status">The HTTP status of the answer; null if there was none.</param>
/// <param name="Fault">Why there was no answer, as a sentence; null if there was one.</param>
/// <param name="RetryAfter">For how long the receiver asked not to be sent anything; null if it did not.</param>
public sealed record WebhookAnswer(int? Status, string? Fault, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether the message was accepted: a status of 200 to 299.</summary>
    public bool IsAccepted => Status is >= 200 and < 300;

    /// <summary>Whether the address wants no more messages: 410.</summary>
    public bool IsGone => Status == 410;

    /// <summary>What came of it, for the webhook's owner.</summary>
    public string Sentence => Fault ?? $"It answered {Status}.";
}
