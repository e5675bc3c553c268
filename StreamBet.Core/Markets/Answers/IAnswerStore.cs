namespace StreamBet.Core.Markets.Answers;

/// <summary>The answers that are kept.</summary>
public interface IAnswerStore
{
    /// <summary>Finds a person's answer by its key, unless it was written at <paramref name="expired"/> or before.</summary>
    Task<KeptAnswer?> FindAsync(string personId, string key, DateTimeOffset expired, CancellationToken cancellationToken);

    /// <summary>Keeps an answer. It takes the place of one under the same key that was written at <paramref name="expired"/> or
    /// before.</summary>
    /// <exception cref="InvalidOperationException">There is a later one under the same key. Nothing of the unit of work may be
    /// committed then.</exception>
    Task KeepAsync(KeptAnswer answer, DateTimeOffset expired, CancellationToken cancellationToken);

    /// <summary>Deletes answers that were written at <paramref name="expired"/> or before, at most <paramref name="count"/>, and
    /// returns how many.</summary>
    Task<int> SweepAsync(DateTimeOffset expired, int count, CancellationToken cancellationToken);

    /// <summary>Deletes a person's answers.</summary>
    Task DropAsync(string personId, CancellationToken cancellationToken);
}
