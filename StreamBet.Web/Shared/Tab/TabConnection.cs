using Microsoft.AspNetCore.Components.Server.Circuits;

namespace StreamBet.Web.Shared.Tab;

/// <summary>Whether the browser of this circuit can be reached. What is asked of it while it cannot is lost without a word, so
/// it is asked again when the connection is back.</summary>
internal sealed class TabConnection : CircuitHandler
{
    /// <summary>The browser is there, for the first time or again. Raised on any thread.</summary>
    public event Action? Joined;

    /// <summary>Whether it is there, as far as is known.</summary>
    public bool IsUp { get; private set; }

    /// <inheritdoc/>
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        IsUp = true;
        Joined?.Invoke();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        IsUp = false;
        return Task.CompletedTask;
    }
}
