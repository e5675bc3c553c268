using Microsoft.JSInterop;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Web.Shared.State;

/// <summary>What all states of one tab share: its person and lifetime, change notifications, and how errors are
/// reported. It lives as long as its circuit.</summary>
internal sealed partial class TabSession : IDisposable
{
    private readonly ILogger<TabSession> _logger;
    private readonly CancellationTokenSource _closing = new();
    private Caller? _caller;
    private volatile bool _isEnded;

    public TabSession(ILogger<TabSession> logger) => (_logger, Closed) = (logger, _closing.Token);

    /// <summary>Raised when these areas need to be rendered again. Raised on any thread.</summary>
    public event Action<TabAreas>? Changed;

    /// <summary>The person on the page.</summary>
    /// <exception cref="InvalidOperationException">The session has not begun.</exception>
    public Caller Caller => _caller ?? throw new InvalidOperationException("The tab's session has not begun.");

    /// <summary>Cancelled when the circuit is gone.</summary>
    public CancellationToken Closed { get; }

    /// <summary>Begins the session for a person.</summary>
    /// <returns>Whether it had not begun before.</returns>
    public bool Begin(Caller caller) => Interlocked.CompareExchange(ref _caller, caller, null) is null;

    /// <summary>Ends what the person may do on this page, and what it follows, because their session was ended.</summary>
    public void End()
    {
        _isEnded = true;
        _closing.Cancel();
    }

    /// <summary>Marks these areas for rendering.</summary>
    public void Notify(TabAreas areas) => Changed?.Invoke(areas);

    /// <summary>Does something for the person.</summary>
    /// <returns>Why it was not done, in words; null on success or if the tab was closed.</returns>
    public async Task<Refusal?> TryAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            if (_isEnded)
                throw new RefusedException(RefusalKind.Unknown, "session_ended", "You were signed out. Reload the page.");
            await work(Closed);
            return null;
        }
        catch (RefusedException refused)
        {
            Metrics.Refusals.Add(1, Metrics.Label("code", refused.Refusal.Code));
            return refused.Refusal;
        }
        catch (Exception exception) when (exception is OperationCanceledException or JSDisconnectedException)
        {
            return null;
        }
        catch (Exception exception)
        {
            var reference = Guid.NewGuid().ToString("N")[..8];
            LogBroken(exception, reference, _caller?.Id ?? "");
            return new Refusal(
                RefusalKind.Failed, "processing_error",
                $"Something went wrong on the server. Try again, or quote reference {reference} to the operator.");
        }
    }

    /// <summary>Reads something for the person.</summary>
    /// <returns>The value, or why it could not be read; neither if the tab was closed.</returns>
    public async Task<(T? Value, Refusal? Refusal)> TryAsync<T>(Func<CancellationToken, Task<T>> read)
    {
        T? value = default;
        var refusal = await TryAsync(async closed => { value = await read(closed); });
        return (value, refusal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Changed = null;
        if (!_isEnded)
            _closing.Cancel();
        _closing.Dispose();
    }

    [LoggerMessage(320, LogLevel.Error, "The page of {PersonId} failed ({Reference}).")]
    private partial void LogBroken(Exception exception, string reference, string personId);
}
