using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace StreamBet.Core.Servers;

/// <summary>A line over a connection that may break: texts wait in a queue until they are said, and whoever may have lost some is
/// told.</summary>
internal abstract partial class QueuedLine : IServerLine, IDisposable
{
    private const int MaxWaiting = 4_096;
    private const int SaidTogether = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Bounded, since the connection may be away for hours.
    private readonly Channel<string> _said;
    private int _hasDropped;
    private Task _open = Task.CompletedTask;

    /// <summary>Makes it; it is not open yet.</summary>
    protected QueuedLine(TimeProvider time, ILogger logger)
    {
        (_time, _logger) = (time, logger);
        _said = Channel.CreateBounded<string>(
            new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest },
            _ => Interlocked.Exchange(ref _hasDropped, 1));
    }

    public event Action<string>? Heard;

    public event Action? Missed;

    public void Say(string text) => _said.Writer.TryWrite(text);

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _open = Task.WhenAll(ListenAsync(_closing.Token), TalkAsync(_closing.Token));
        await _listening.Task.WaitAsync(cancellationToken);
    }

    public Task CloseAsync()
    {
        Dispose();
        return _open;
    }

    // May come before the closing, or twice. What is cancelled needs no disposal.
    public void Dispose()
    {
        _said.Writer.TryComplete();
        _closing.Cancel();
    }

    /// <summary>Connects and hears others until the connection ends, which is an exception.</summary>
    /// <param name="listening">To be called once nothing is missed any more.</param>
    /// <param name="closing">Ends it.</param>
    protected abstract Task ListenAsync(Action listening, CancellationToken closing);

    /// <summary>Says texts in their order. An empty one says that some were lost.</summary>
    /// <exception cref="Exception">Some of them may not have been said.</exception>
    protected abstract Task SayAsync(IReadOnlyList<string> texts);

    /// <summary>Takes a text of another server.</summary>
    protected void Hear(string text)
    {
        if (text.Length == 0)
            Missed?.Invoke();
        else
            Heard?.Invoke(text);
    }

    private async Task ListenAsync(CancellationToken closing)
    {
        var isLogged = false;
        while (!closing.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(
                    () =>
                    {
                        isLogged = false;
                        if (!_listening.TrySetResult())
                            Missed?.Invoke();
                    },
                    closing);
            }
            catch (OperationCanceledException) when (closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                if (!isLogged)
                    LogNotHeard(_logger, fault);
                isLogged = true;
                await Task.Delay(Pause, _time, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TalkAsync(CancellationToken closing)
    {
        var (reader, isLogged) = (_said.Reader, false);

        // That texts were lost is told without waiting for another one. Once closed, it ends when everything is said or can't be.
        while (Volatile.Read(ref _hasDropped) == 1 || await reader.WaitToReadAsync(CancellationToken.None))
        {
            var texts = new List<string>();
            if (Interlocked.Exchange(ref _hasDropped, 0) == 1)
                texts.Add("");
            while (texts.Count < SaidTogether && reader.TryRead(out var text))
                texts.Add(text);
            try
            {
                await SayAsync(texts);
                isLogged = false;
            }
            catch (Exception fault)
            {
                if (!isLogged)
                    LogNotSaid(_logger, fault);
                isLogged = true;
                if (closing.IsCancellationRequested)
                    return;
                Interlocked.Exchange(ref _hasDropped, 1);
                await Task.Delay(Pause, _time, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(183, LogLevel.Warning, "What other servers tell can't be heard: the connection has ended. It is opened again.")]
    private static partial void LogNotHeard(ILogger logger, Exception exception);

    [LoggerMessage(184, LogLevel.Warning, "Other servers could not be told what has changed; they are told to read it again.")]
    private static partial void LogNotSaid(ILogger logger, Exception exception);
}
