namespace StreamBet.Core.Markets.Answers;

/// <summary>What a caller was answered when something was made for them (201), kept for <see cref="AnswerKeeper.KeptFor"/>. It is
/// written in the transaction that made it: there is never the one without the other.</summary>
public sealed class KeptAnswer
{
    /// <summary>The caller.</summary>
    public required string PersonId { get; init; }

    /// <summary>Their key, unique among theirs.</summary>
    public required string Key { get; init; }

    /// <summary>What they asked: <see cref="IdempotencyKey.Digest"/>.</summary>
    public required string Digest { get; init; }

    /// <summary>The address of what was made.</summary>
    public required string Location { get; init; }

    /// <summary>The JSON that they got, in UTF-8, byte for byte.</summary>
    public required byte[] Body { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset KeptAt { get; init; }
}
