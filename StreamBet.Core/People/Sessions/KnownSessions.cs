using System.Collections.Concurrent;

namespace StreamBet.Core.People.Sessions;

/// <summary>The sessions that a server has in memory. Thread-safe.</summary>
internal sealed class KnownSessions
{
    private const int Max = 50_000;

    private readonly ConcurrentDictionary<string, KnownSession> _known = new(StringComparer.Ordinal);

    // The sessions that are not stored, by person: one for each guest, since another device's are stored from the start.
    private readonly ConcurrentDictionary<string, KnownSession> _unstored = new(StringComparer.Ordinal);

    /// <summary>A session, also one that was ended; null for one that is not known.</summary>
    public KnownSession? Find(string sessionId) => _known.GetValueOrDefault(sessionId);

    /// <summary>A session, unless it was ended or is not known.</summary>
    public KnownSession? FindLive(string sessionId) => Find(sessionId) is { IsEnded: false } known ? known : null;

    /// <summary>The session of a person that is not stored.</summary>
    public KnownSession? FindUnstored(string personId) => _unstored.GetValueOrDefault(personId);

    /// <summary>Adds one; where there are too many, those that were used longest ago are forgotten.</summary>
    public void Add(KnownSession entry)
    {
        if (_known.Count >= Max)
        {
            foreach (var old in _known.Values.OrderBy(known => known.SeenAt).Take(Max / 4).ToList())
                Forget(old);
        }

        _known[entry.Token.Id] = entry;
        if (!entry.IsStored)
            _unstored[entry.Token.PersonId] = entry;
    }

    /// <summary>Says that one has been stored.</summary>
    public void Store(KnownSession entry)
    {
        entry.IsStored = true;
        _unstored.TryRemove(new KeyValuePair<string, KnownSession>(entry.Token.PersonId, entry));
    }

    /// <summary>Forgets one: it is read from the database when it is used again.</summary>
    public void Forget(KnownSession entry)
    {
        _known.TryRemove(new KeyValuePair<string, KnownSession>(entry.Token.Id, entry));
        _unstored.TryRemove(new KeyValuePair<string, KnownSession>(entry.Token.PersonId, entry));
    }

    /// <summary>Forgets all that are stored.</summary>
    public void ForgetStored()
    {
        foreach (var known in _known.Values.Where(known => known.IsStored).ToList())
            Forget(known);
    }

    /// <summary>Ends those of a person that are meant.</summary>
    public void End(string personId, Func<string, bool> isMeant)
    {
        foreach (var known in _known.Values.Where(known => known.Token.PersonId == personId && isMeant(known.Token.Id)))
            known.IsEnded = true;
    }
}
