using System.Collections.Concurrent;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.People.Keys;

/// <summary>Makes, finds and revokes the keys of people. A key is read from the database at most every few seconds, so that one that
/// another process revoked soon signs nobody in. Thread-safe.</summary>
public sealed class KeyRing(IUnitOfWorkFactory work, TimeProvider time)
{
    /// <summary>How soon a key is refused that the command <c>keys</c> revoked; one that this server revoked is at once.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private const int MaxKnown = 10_000;

    private readonly ConcurrentDictionary<string, (PersonKey Key, DateTimeOffset ReadAt)> _known = new(StringComparer.Ordinal);
    private long _revocations;

    /// <summary>Makes a key.</summary>
    /// <param name="owner">For whom it acts.</param>
    /// <param name="name">What they call it.</param>
    /// <param name="role">What it may do at most; checked by the caller of this.</param>
    /// <param name="cancellationToken">Cancels it before it is committed.</param>
    /// <exception cref="RefusedException">The name is invalid (422), or there are too many keys (409).</exception>
    public async Task<MadeKey> AddAsync(Caller owner, string? name, Role role, CancellationToken cancellationToken)
    {
        var kept = DisplayText.Check(
            name, Person.MaxNameLength, "key_name", $"The name of a key is one line of 1 to {Person.MaxNameLength} characters.");
        var secret = PersonKey.Prefix + Secrets.New();
        var hash = Secrets.HashOf(secret);
        await using var unit = await work.BeginAsync(cancellationToken);
        if ((await unit.Keys.OfAsync(owner.Id, cancellationToken)).Count >= PersonKey.MaxPerPerson)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "too_many_keys", $"You have {PersonKey.MaxPerPerson} keys, which is the limit. Revoke one first.");
        }

        await unit.People.IntroduceAsync(owner, time.GetUtcNow(), cancellationToken);
        var key = new PersonKey
        {
            Id = PersonKey.IdOf(hash),
            Hash = hash,
            PersonId = owner.Id,
            Name = kept,
            Role = role,
            MadeAt = time.GetUtcNow(),
        };
        unit.Keys.Add(key);
        await unit.CommitAsync(cancellationToken);
        return new MadeKey(key, secret);
    }

    /// <summary>The keys in force, oldest first: a person's, or everyone's if null.</summary>
    public async Task<IReadOnlyList<PersonKey>> ListAsync(string? personId, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        return await unit.Keys.OfAsync(personId, cancellationToken);
    }

    /// <summary>Revokes a key.</summary>
    /// <param name="personId">Whose it has to be; null for anyone's.</param>
    /// <param name="keyId">The key.</param>
    /// <param name="cancellationToken">Cancels it before it is committed.</param>
    /// <returns>Whether there was such a key in force.</returns>
    public async Task<bool> RevokeAsync(string? personId, string keyId, CancellationToken cancellationToken)
    {
        await using (var unit = await work.BeginAsync(cancellationToken))
        {
            if (await unit.Keys.FindAsync(keyId, cancellationToken) is not { RevokedAt: null } key
                || (personId is not null && key.PersonId != personId))
            {
                return false;
            }

            key.RevokedAt = time.GetUtcNow();
            await unit.CommitAsync(cancellationToken);
        }

        Forget();
        return true;
    }

    /// <summary>Makes sure that keys that were just revoked in the database are refused.</summary>
    public void Forget()
    {
        // Whoever is reading a key now sees by this that it may have been revoked.
        Interlocked.Increment(ref _revocations);
        _known.Clear();
    }

    /// <summary>The key that a program sent.</summary>
    /// <param name="secret">What it sent.</param>
    /// <param name="cancellationToken">Cancels reading it.</param>
    /// <returns>The key; null if it is not one of those in force.</returns>
    public async ValueTask<PersonKey?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        if (!secret.StartsWith(PersonKey.Prefix, StringComparison.Ordinal))
            return null;
        var hash = Secrets.HashOf(secret);
        return await FindByIdAsync(PersonKey.IdOf(hash), cancellationToken) is { } key && Secrets.AreSame(key.Hash, hash) ? key : null;
    }

    /// <summary>Whether a key that a program sent may be one of those that were read: then asking for it is no guess.</summary>
    public bool MayKnow(string secret) => _known.ContainsKey(PersonKey.IdOf(Secrets.HashOf(secret)));

    /// <summary>Whether a key is still in force, as of the last few seconds.</summary>
    public async ValueTask<bool> IsInForceAsync(string keyId, CancellationToken cancellationToken) =>
        await FindByIdAsync(keyId, cancellationToken) is not null;

    private async ValueTask<PersonKey?> FindByIdAsync(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!_known.TryGetValue(id, out var known) || now - known.ReadAt >= Freshness || now < known.ReadAt)
        {
            var revocations = Interlocked.Read(ref _revocations);
            if (await ReadAsync(id, now, cancellationToken) is not { } read)
            {
                _known.TryRemove(id, out _);
                return null;
            }

            known = (read, now);
            if (_known.Count >= MaxKnown)
                _known.Clear();
            _known[id] = known;
            if (revocations != Interlocked.Read(ref _revocations))
                _known.TryRemove(id, out _);
        }

        return known.Key;
    }

    private async Task<PersonKey?> ReadAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        PersonKey? key;
        await using (var reading = await work.ReadAsync(cancellationToken))
            key = await reading.Keys.FindAsync(id, cancellationToken);
        if (key is not { RevokedAt: null })
            return null;

        // Once an hour is enough for its owner to tell which keys are in use.
        if (key.UsedAt is { } used && now - used < TimeSpan.FromHours(1))
            return key;
        await using var unit = await work.BeginAsync(cancellationToken);
        if (await unit.Keys.FindAsync(id, cancellationToken) is not { RevokedAt: null } written)
            return null;
        written.UsedAt = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        await unit.CommitAsync(cancellationToken);
        return written;
    }
}
