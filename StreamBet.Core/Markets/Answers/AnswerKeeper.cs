using System.Collections.Concurrent;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Markets.Answers;

/// <summary>Answers a request that is sent again with what it was answered before. Which requests are under way is known in memory;
/// what is done is in the database, where of two servers that are asked the same at the same time only one is done.</summary>
public sealed class AnswerKeeper(IUnitOfWorkFactory work, TimeProvider time)
{
    /// <summary>How long answers are kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    private const int SweptTogether = 1_000;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string PersonId, string Key), string> _underWay = new();

    /// <summary>Answers what this key was answered before, and otherwise acts.</summary>
    /// <param name="key">The key.</param>
    /// <param name="act">Does what is asked, and commits the answer with it; not called if the answer is known. What it refuses is
    /// not kept.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="RefusedException">The key stands for another request (422), or the same one is still under way (409).</exception>
    public async Task<KeptAnswer> AnswerOnceAsync(IdempotencyKey key, Func<Task<KeptAnswer>> act, CancellationToken cancellationToken)
    {
        var place = (key.PersonId, key.Key);
        if (!_underWay.TryAdd(place, key.Digest))
            throw _underWay.TryGetValue(place, out var digest) && digest != key.Digest ? Reused() : UnderWay();
        try
        {
            // Read only now: whoever had the key before has committed, or never will.
            return await FindAsync(key, cancellationToken) ?? await act();
        }
        catch (Exception)
        {
            // The same request may have been done by another server meanwhile, also where this one had nothing left to stake.
            if (await FindAsync(key, cancellationToken) is { } done)
                return done;
            throw;
        }
        finally
        {
            _underWay.TryRemove(place, out _);
        }
    }

    /// <summary>Makes the answer that is to be kept.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="location">The address of what was made.</param>
    /// <param name="body">The JSON, in UTF-8.</param>
    public KeptAnswer Write(IdempotencyKey key, string location, byte[] body) => new()
    {
        PersonId = key.PersonId,
        Key = key.Key,
        Digest = key.Digest,
        Location = location,
        Body = body,
        KeptAt = time.GetUtcNow(),
    };

    /// <summary>Deletes the answers that are no longer kept, a few in a transaction, so that nobody waits long.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        int swept;
        do
        {
            await using var unit = await work.BeginAsync(cancellationToken);
            swept = await unit.Answers.SweepAsync(Expired(), SweptTogether, cancellationToken);
            await unit.CommitAsync(cancellationToken);
        }
        while (swept == SweptTogether);
    }

    private async Task<KeptAnswer?> FindAsync(IdempotencyKey key, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var kept = await unit.Answers.FindAsync(key.PersonId, key.Key, Expired(), cancellationToken);
        return kept is null || kept.Digest == key.Digest ? kept : throw Reused();
    }

    private DateTimeOffset Expired() => time.GetUtcNow() - KeptFor;

    private static RefusedException Reused() => new(
        RefusalKind.Unprocessable, "idempotency_key_reused",
        "You sent this Idempotency-Key with another request within 24 hours. Send a new request with a new key.");

    private static RefusedException UnderWay() => new(new Refusal(
        RefusalKind.Conflict, "idempotency_key_under_way",
        "The request with this Idempotency-Key is still under way. Send it again in a second to read its answer.")
    {
        RetryAfter = RetryAfter,
        IsPassing = true,
    });
}
