using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Kernel;
using StreamBet.Core.Servers;

namespace StreamBet.Core.People.Sessions;

/// <summary>Knows which sessions are signed in. Each is read from the database once and then known from memory. The session of a
/// guest is stored when that guest first does something; before, its signed cookie alone is the session. Thread-safe.</summary>
public sealed partial class SessionKeeper
{
    private const string Topic = "sessions";

    /// <summary>How long a session lasts without being used; cookies expire after it.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(365);

    private const int MaxListed = 100;

    private readonly KnownSessions _known = new();
    private readonly ConcurrentDictionary<string, KnownSession> _unwritten = new(StringComparer.Ordinal);
    private readonly IUnitOfWorkFactory _work;
    private readonly ServerNews _news;
    private readonly TimeProvider _time;
    private readonly ILogger<SessionKeeper> _logger;
    private readonly SessionWatches _watches;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private long _ends;

    /// <summary>Knows none yet. Those that another server ends, it ends too.</summary>
    public SessionKeeper(IUnitOfWorkFactory work, ServerNews news, TimeProvider time, ILogger<SessionKeeper> logger)
    {
        (_work, _news, _time, _logger, _watches) = (work, news, time, logger, new(logger));
        news.Hear<EndedSessions>(Topic, End);

        // Some may have been ended. Each is read again when it is used, and who watches one is told nothing of it.
        news.Missed += ForgetStored;
    }

    /// <summary>Tells when something is to be written.</summary>
    internal ChannelReader<bool> Waking => _wake.Reader;

    /// <summary>The session of a cookie.</summary>
    /// <param name="token">The cookie.</param>
    /// <param name="cancellationToken">Cancels reading it from the database.</param>
    /// <returns>The session; null if it was ended, or its person's account is closed.</returns>
    public async ValueTask<LiveSession?> FindAsync(SessionToken token, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_known.Find(token.Id) is { } known)
            {
                if (known.IsEnded || known.Token.PersonId != token.PersonId || !Secrets.AreSame(known.Token.Hash, token.Hash))
                    return null;
                See(known);
                return known.Live;
            }

            // Whoever ends a session counts first and then looks here, so either they find the entry or the count differs.
            var ends = Interlocked.Read(ref _ends);
            var (entry, isKnownPerson) = await ReadAsync(token, cancellationToken);
            if (entry is null)
                return null;
            _known.Add(entry);
            if (ends != Interlocked.Read(ref _ends))
            {
                _known.Forget(entry);
                continue;
            }

            if (!entry.IsStored && isKnownPerson)
                Write(entry);
            See(entry);
            return entry.Live;
        }
    }

    /// <summary>The session of a guest who has just been made one, of whom the database knows nothing.</summary>
    public LiveSession Welcome(SessionToken token)
    {
        var entry = new KnownSession(token, Role.Guest, isStored: false, Session.ToHour(_time.GetUtcNow()));
        _known.Add(entry);
        return entry.Live;
    }

    /// <summary>A session that was read since the start, if it is signed in.</summary>
    public LiveSession? Peek(string sessionId) => _known.FindLive(sessionId)?.Live;

    /// <summary>Begins a session that is stored at once.</summary>
    public async Task BeginAsync(SessionToken token, Role role, CancellationToken cancellationToken)
    {
        await using var unit = await _work.BeginAsync(cancellationToken);
        unit.Sessions.Add(Session.Of(token, role, _time.GetUtcNow()));
        await unit.CommitAsync(cancellationToken);
    }

    /// <summary>A person's sessions, the last used first, with the present one even while it is not stored.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="presentId">The session that asks; null if it is no session, or another person's.</param>
    /// <param name="cancellationToken">Cancels reading them.</param>
    public async Task<IReadOnlyList<Session>> ListAsync(string personId, string? presentId, CancellationToken cancellationToken)
    {
        await using var unit = await _work.ReadAsync(cancellationToken);
        var stored = await unit.Sessions.OfAsync(personId, MaxListed, cancellationToken);
        return presentId is not null && stored.All(session => session.Id != presentId)
            && _known.FindLive(presentId) is { } present && present.Token.PersonId == personId
                ? [Session.Of(present.Token, present.Live.Role, _time.GetUtcNow()), .. stored]
                : stored;
    }

    /// <summary>Ends one session of a person. That of a guest who has done nothing leaves no trace: whoever has a copy of its cookie has
    /// nothing of anyone.</summary>
    /// <returns>Whether they had it.</returns>
    public async Task<bool> EndAsync(string personId, string sessionId, CancellationToken cancellationToken)
    {
        await using (var unit = await _work.BeginAsync(cancellationToken))
        {
            var session = await unit.Sessions.FindAsync(sessionId, cancellationToken);
            var isUnstored = session is null;
            if (isUnstored && _known.Find(sessionId) is { } known)
                session = Session.Of(known.Token, known.Live.Role, _time.GetUtcNow());
            if (session is null || session.PersonId != personId || session.RevokedAt is not null)
                return false;
            if (!isUnstored || await unit.People.FindAsync(personId, cancellationToken) is not null)
            {
                if (isUnstored)
                    unit.Sessions.Add(session);
                session.RevokedAt = _time.GetUtcNow();
                await unit.CommitAsync(cancellationToken);
            }
        }

        Announce(new EndedSessions(personId, sessionId, ExceptId: null));
        return true;
    }

    /// <summary>Ends all sessions of a person but one, or all: also those that were never stored.</summary>
    public async Task EndAllAsync(string personId, string? exceptId, CancellationToken cancellationToken)
    {
        await using (var unit = await _work.BeginAsync(cancellationToken))
        {
            // What is not stored would be ended with the others.
            if (exceptId is not null && _known.Find(exceptId) is { } kept
                && await unit.Sessions.FindAsync(exceptId, cancellationToken) is null)
            {
                unit.Sessions.Add(Session.Of(kept.Token, kept.Live.Role, _time.GetUtcNow()));
            }

            await unit.Sessions.RevokeAllAsync(personId, exceptId, _time.GetUtcNow(), cancellationToken);
            await unit.People.EndSessionsAsync(personId, _time.GetUtcNow(), cancellationToken);
            await unit.CommitAsync(cancellationToken);
        }

        Announce(new EndedSessions(personId, SessionId: null, exceptId));
    }

    /// <summary>Calls back once when a session is ended.</summary>
    /// <returns>Stops watching when disposed of.</returns>
    public IDisposable WhenEnded(string personId, string sessionId, Action ended) => _watches.Add(personId, sessionId, ended);

    /// <summary>Stores the sessions of these people, who have done something.</summary>
    public void Store(IEnumerable<string> personIds)
    {
        foreach (var personId in personIds)
        {
            if (_known.FindUnstored(personId) is { } entry)
                Write(entry);
        }
    }

    /// <summary>Writes what is new about the sessions.</summary>
    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        var entries = _unwritten.Values.ToList();
        if (entries.Count == 0)
            return;
        foreach (var entry in entries)
            _unwritten.TryRemove(entry.Token.Id, out _);
        try
        {
            await using var unit = await _work.BeginAsync(cancellationToken);
            var stored = new List<KnownSession>();
            foreach (var entry in entries)
            {
                if (await WriteAsync(unit, entry, cancellationToken))
                    stored.Add(entry);
            }

            await unit.CommitAsync(cancellationToken);
            foreach (var entry in stored)
                _known.Store(entry);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The cookies stay good, and the next use of each session tries it again.
            LogNotWritten(_logger, fault, entries.Count);
        }
    }

    /// <summary>Deletes the sessions whose cookies have expired.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        await using var unit = await _work.BeginAsync(cancellationToken);
        await unit.Sessions.SweepAsync(_time.GetUtcNow() - Life - TimeSpan.FromDays(1), cancellationToken);
        await unit.CommitAsync(cancellationToken);
    }

    private static async Task<bool> WriteAsync(IUnitOfWork unit, KnownSession entry, CancellationToken cancellationToken)
    {
        if (await unit.Sessions.FindAsync(entry.Token.Id, cancellationToken) is { } session)
        {
            if (!entry.IsEnded)
                session.SeenAt = entry.SeenAt;
            return true;
        }

        var person = await unit.People.FindAsync(entry.Token.PersonId, cancellationToken);
        if (person is null or { ClosedAt: not null } || person.SessionsFrom > entry.Token.MadeAt)
            return false;

        // One that ended before it was stored is stored as ended, or its cookie would be good again after a restart.
        var stored = Session.Of(entry.Token, entry.Live.Role, entry.SeenAt);
        stored.RevokedAt = entry.IsEnded ? entry.SeenAt : null;
        unit.Sessions.Add(stored);
        return true;
    }

    private async Task<(KnownSession? Entry, bool IsKnownPerson)> ReadAsync(SessionToken token, CancellationToken cancellationToken)
    {
        await using var unit = await _work.ReadAsync(cancellationToken);
        var session = await unit.Sessions.FindAsync(token.Id, cancellationToken);
        var person = await unit.People.FindAsync(token.PersonId, cancellationToken);
        var isGood = person?.ClosedAt is null && (session is null
            ? IsGuest(token) && !(person?.SessionsFrom > token.MadeAt)
            : session.RevokedAt is null && session.IsOf(token));
        return isGood
            ? (new KnownSession(token, session?.Role ?? Role.Guest, session is not null, session?.SeenAt ?? default), person is not null)
            : (null, false);
    }

    // Nobody else's cookie is good by itself: what it may do is in the database alone.
    private static bool IsGuest(SessionToken token) => token.PersonId.StartsWith(Caller.GuestPrefix, StringComparison.Ordinal);

    private void See(KnownSession entry)
    {
        var hour = Session.ToHour(_time.GetUtcNow());
        if (entry.SeenAt >= hour)
            return;
        entry.SeenAt = hour;
        if (entry.IsStored)
            Write(entry);
    }

    private void Write(KnownSession entry)
    {
        _unwritten[entry.Token.Id] = entry;
        _wake.Writer.TryWrite(true);
    }

    private void Announce(EndedSessions ended)
    {
        End(ended);
        _news.Tell(Topic, ended);
    }

    private void End(EndedSessions ended)
    {
        Interlocked.Increment(ref _ends);
        _known.End(ended.PersonId, ended.Has);
        _watches.Tell(ended.PersonId, ended.Has);
    }

    private void ForgetStored()
    {
        Interlocked.Increment(ref _ends);
        _known.ForgetStored();
    }

    // One session of a person, or all but one, or all.
    private sealed record EndedSessions(string PersonId, string? SessionId, string? ExceptId)
    {
        public bool Has(string id) => SessionId is null ? id != ExceptId : id == SessionId;
    }

    [LoggerMessage(161, LogLevel.Error, "{Count} sessions could not be written; it is tried again when they are used.")]
    private static partial void LogNotWritten(ILogger logger, Exception exception, int count);
}
