using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace StreamBet.Core.People.Sessions;

/// <summary>Those who want to know when a session is ended, such as its open pages. Thread-safe.</summary>
internal sealed partial class SessionWatches(ILogger logger)
{
    private readonly ConcurrentDictionary<Watch, bool> _watches = new();

    /// <summary>Calls back once when a session is ended, until the result is disposed of.</summary>
    public IDisposable Add(string personId, string sessionId, Action ended)
    {
        var watch = new Watch(this, personId, sessionId, ended);
        _watches[watch] = true;
        return watch;
    }

    /// <summary>Calls those back who watch these sessions of a person.</summary>
    public void Tell(string personId, Func<string, bool> isEnded)
    {
        foreach (var watch in _watches.Keys.Where(watch => watch.PersonId == personId && isEnded(watch.SessionId)))
        {
            if (!_watches.TryRemove(watch, out _))
                continue;
            try
            {
                watch.Ended();
            }
            catch (Exception fault)
            {
                LogNotTold(fault, watch.SessionId);
            }
        }
    }

    [LoggerMessage(162, LogLevel.Error, "A page of session {SessionId} was not told that it has ended.")]
    private partial void LogNotTold(Exception exception, string sessionId);

    private sealed class Watch(SessionWatches watches, string personId, string sessionId, Action ended) : IDisposable
    {
        public string PersonId => personId;

        public string SessionId => sessionId;

        public Action Ended => ended;

        public void Dispose() => watches._watches.TryRemove(this, out _);
    }
}
