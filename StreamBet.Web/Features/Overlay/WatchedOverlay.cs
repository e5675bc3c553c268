using System.Threading.Channels;

namespace StreamBet.Web.Features.Overlay;

/// <summary>What an overlay shows at a moment, as the bytes that all its viewers get.</summary>
/// <param name="Event">The server-sent event.</param>
internal sealed record OverlayMoment(byte[] Event)
{
    private readonly TaskCompletionSource<OverlayMoment> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The moment after it: with another event, or with the same one as a sign of life.</summary>
    public Task<OverlayMoment> Next => _next.Task;

    /// <summary>Tells the viewers the moment after it.</summary>
    public void End(OverlayMoment next) => _next.TrySetResult(next);
}

/// <summary>An overlay that somebody looks at. It is read when its market or its clip's job changes: at once, then at most a few
/// times a second. A viewer that is slow skips moments.</summary>
internal sealed partial class WatchedOverlay : IDisposable
{
    // A proxy cuts a connection that is silent for a minute, and only writing shows that a viewer is gone.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly OverlayTarget _target;
    private readonly OverlayReader _reader;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<bool> _stale = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _due;
    private readonly Task _running;
    private OverlayMoment _now = new([]);
    private long _shownAt;

    /// <summary>Begins to follow a market.</summary>
    public WatchedOverlay(OverlayTarget target, OverlayReader reader, TimeProvider time, ILogger logger)
    {
        (_target, _reader, _time, _logger) = (target, reader, time, logger);
        _due = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Wake();
        _running = Task.Run(RunAsync);
    }

    /// <summary>What it shows now; waits for the first reading.</summary>
    public async ValueTask<OverlayMoment> NowAsync(CancellationToken cancellationToken)
    {
        if (!_read.Task.IsCompleted)
            await _read.Task.WaitAsync(cancellationToken);
        return Volatile.Read(ref _now);
    }

    /// <summary>Has it read again.</summary>
    public void Wake() => _stale.Writer.TryWrite(true);

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        _due.Dispose();
        _ = _running.ContinueWith(_ => _end.Dispose(), TaskScheduler.Default);
    }

    private async Task RunAsync()
    {
        using var job = new FollowedJob(_reader, Wake);
        OverlayReading? shown = null;
        try
        {
            await foreach (var _ in _stale.Reader.ReadAllAsync(_end.Token))
            {
                shown = await ReadAsync(shown, job);
                _due.Change(shown?.ReadAgainIn is { } wait && wait < Silence ? wait : Silence, Timeout.InfiniteTimeSpan);
                await Task.Delay(Pace, _time, _end.Token);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
    }

    private async Task<OverlayReading?> ReadAsync(OverlayReading? shown, FollowedJob job)
    {
        try
        {
            var reading = await _reader.ReadAsync(_target, shown, _end.Token);
            job.Follow(reading.Job?.Id);
            Show(ReferenceEquals(reading, shown) ? _now.Event : OverlayEvents.Write(reading.State));
            return reading;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogUnread(exception, _target.MarketId);
            Wake();
            return shown;
        }
    }

    // The same event again is only a sign of life.
    private void Show(byte[] written)
    {
        var before = _now;
        if (written.AsSpan().SequenceEqual(before.Event))
        {
            if (_time.GetElapsedTime(_shownAt) < Silence)
                return;
            written = before.Event;
        }

        var next = new OverlayMoment(written);
        _shownAt = _time.GetTimestamp();
        Volatile.Write(ref _now, next);
        before.End(next);
        _read.TrySetResult();
    }

    [LoggerMessage(340, LogLevel.Error, "The overlay of market {MarketId} could not be read; it is tried again.")]
    private partial void LogUnread(Exception exception, long? marketId);
}
