using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips;

/// <summary>Lets uploads under way go on for a while once the server was told to stop (<see cref="StreamBetOptions.UploadGrace"/>):
/// whoever sends a clip does not know of the stop, and what has arrived is analysed by another server or after the
/// restart.</summary>
public sealed class UploadGrace : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly TimeProvider _time;
    private readonly TimeSpan _length;
    private ITimer? _timer;

    /// <summary>Waits for the stop.</summary>
    public UploadGrace(IHostApplicationLifetime lifetime, IOptions<StreamBetOptions> options, TimeProvider time)
    {
        (_time, _length, IsOver) = (time, options.Value.UploadGrace, _over.Token);
        _stopping = lifetime.ApplicationStopping.Register(Begin);
    }

    /// <summary>Cancelled when uploads must end.</summary>
    public CancellationToken IsOver { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _timer?.Dispose();
        _over.Dispose();
    }

    private void Begin()
    {
        if (_length == TimeSpan.Zero)
            _over.Cancel();
        else
            _timer = _time.CreateTimer(_ => _over.Cancel(), null, _length, Timeout.InfiniteTimeSpan);
    }
}
