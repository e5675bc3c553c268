using StreamBet.Core.People;
using StreamBet.Core.People.Sessions;

namespace StreamBet.Web.Shared.State;

/// <summary>Lets the visitor of a page into its circuit, and puts them out when their session is ended. A page may be older than its
/// circuit, so what they may do is asked again.</summary>
internal sealed class TabAdmission(TabSession tab, SessionKeeper sessions) : IDisposable
{
    private IDisposable? _watch;

    /// <summary>Whether the visitor was let in and not put out.</summary>
    public bool IsAdmitted { get; private set; }

    /// <summary>Begins the tab's session for its visitor.</summary>
    /// <param name="visitor">Who opened the page.</param>
    /// <param name="left">Called once when their session has been ended.</param>
    /// <returns>Whether it begins now: not if it had begun, and not if their session has been ended.</returns>
    public bool Admit(Caller visitor, Action left)
    {
        if (visitor.SessionId is not { } session)
            return IsAdmitted = tab.Begin(visitor);
        if (_watch is not null)
            return false;

        // Watched before it is asked for, so that no end is missed.
        _watch = sessions.WhenEnded(visitor.Id, session, () =>
        {
            IsAdmitted = false;
            tab.End();
            left();
        });
        return sessions.Peek(session) is { } live && live.PersonId == visitor.Id
            && (IsAdmitted = tab.Begin(visitor with { Role = live.Role }));
    }

    /// <inheritdoc/>
    public void Dispose() => _watch?.Dispose();
}
