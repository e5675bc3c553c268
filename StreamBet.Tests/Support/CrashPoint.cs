using Microsoft.Extensions.DependencyInjection;

namespace StreamBet.Tests.Support;

/// <summary>Simulates a server's crash at a chosen database statement: that statement and all later ones fail, whoever
/// sends them. Uncommitted changes are lost; if the chosen statement is a commit, it takes effect but is never
/// acknowledged.</summary>
internal abstract class CrashPoint : IAsyncDisposable
{
    private int _left;
    private volatile bool _hasCome;

    /// <summary>The setting that chooses the database.</summary>
    public abstract string Database { get; }

    /// <summary>Whether the crash has happened.</summary>
    public bool HasCome => _hasCome;

    /// <summary>Whether it is still to come.</summary>
    protected bool IsToCome => Volatile.Read(ref _left) > 0;

    /// <summary>Chooses the statement, counting from 1 from now on; 0 for no crash.</summary>
    public void Set(int statement) => Volatile.Write(ref _left, statement);

    /// <summary>Puts it into the server that is to crash.</summary>
    public virtual void AddTo(IServiceCollection services)
    {
    }

    /// <summary>Waits until the database has ended what was begun.</summary>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Counts a statement.</summary>
    protected void Pass()
    {
        if (IsToCome && Interlocked.Decrement(ref _left) == 0)
            _hasCome = true;
    }
}
