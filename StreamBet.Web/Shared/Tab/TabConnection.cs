using Microsoft.AspNetCore.Components.Server.Circuits;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Shared.Tab;

/// <summary>Whether the browser of this circuit can be reached. Calls made while it cannot are lost silently, so
/// callers repeat them when the connection is back.</summary>
internal sealed class TabConnection(OpenTabs tabs) : CircuitHandler
{
    /// <summary>Raised when the browser connects, for the first time or again. Raised on any thread.</summary>
    public event Action? Joined;

    /// <summary>Raised when the server is about to stop: the page must take its state and leave. Raised on any thread.</summary>
    public event Action? Leaving;

    /// <summary>Whether the browser is connected, as far as is known.</summary>
    public bool IsUp { get; private set; }

    /// <inheritdoc/>
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Metrics.Circuits.Add(1);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Metrics.Circuits.Add(-1);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        IsUp = true;
        tabs.Add(this);
        Joined?.Invoke();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        IsUp = false;
        tabs.Remove(this);
        return Task.CompletedTask;
    }

    /// <summary>Asks the page to leave.</summary>
    internal void Leave() => Leaving?.Invoke();
}
