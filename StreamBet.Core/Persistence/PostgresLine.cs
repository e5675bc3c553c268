using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Persistence;

/// <summary>Carries texts between servers by PostgreSQL's LISTEN and NOTIFY, on connections of their own. A notification holds less
/// than 8,000 bytes, so a longer text is carried in parts.</summary>
internal sealed partial class PostgresLine : IServerLine, IDisposable
{
    /// <summary>The longest part of a text, in bytes.</summary>
    internal const int PartLength = 7_000;

    private const int Prefix = 39;
    private const string Name = "streambet";
    private const int MaxWaiting = 4_096;
    private const int SaidTogether = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly PostgresEngine _engine;
    private readonly ThisServer _self;
    private readonly TimeProvider _time;
    private readonly ILogger<PostgresLine> _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<Guid, string> _unfinished = [];

    // Bounded, since the database may be away for hours.
    private readonly Channel<string> _said;
    private int _hasDropped;
    private Task _open = Task.CompletedTask;

    public PostgresLine(PostgresEngine engine, ThisServer self, TimeProvider time, ILogger<PostgresLine> logger)
    {
        (_engine, _self, _time, _logger) = (engine, self, time, logger);
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

    private async Task ListenAsync(CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _engine.ConnectToHoldAsync(closing);
                connection.Notification += (_, notification) => Hear(notification.Payload);
                await using (var listen = new NpgsqlCommand($"LISTEN {Name}", connection))
                    await listen.ExecuteNonQueryAsync(closing);
                _unfinished.Clear();
                if (!_listening.TrySetResult())
                    Missed?.Invoke();
                while (true)
                    await connection.WaitAsync(closing);
            }
            catch (OperationCanceledException) when (closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogNotHeard(_logger, fault);
                await Task.Delay(Pause, _time, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TalkAsync(CancellationToken closing)
    {
        var reader = _said.Reader;

        // That texts were lost is told without waiting for another one. Once closed, it ends when everything is said or can't be.
        while (Volatile.Read(ref _hasDropped) == 1 || await reader.WaitToReadAsync(CancellationToken.None))
        {
            var texts = new List<string>();
            if (Interlocked.Exchange(ref _hasDropped, 0) == 1)
                texts.Add("");
            while (texts.Count < SaidTogether && reader.TryRead(out var text))
                texts.Add(text);
            if (!await TrySayAsync(texts))
            {
                if (closing.IsCancellationRequested)
                    return;
                Interlocked.Exchange(ref _hasDropped, 1);
                await Task.Delay(Pause, _time, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> TrySayAsync(IEnumerable<string> texts)
    {
        try
        {
            await using var connection = await _engine.ConnectAsync(CancellationToken.None);
            await using var batch = new NpgsqlBatch(connection);
            foreach (var part in texts.SelectMany(text => Split(_self.Id, text)))
                batch.BatchCommands.Add(new($"SELECT pg_notify('{Name}', @part)") { Parameters = { new("part", part) } });
            await batch.ExecuteNonQueryAsync();
            return true;
        }
        catch (Exception fault)
        {
            LogNotSaid(_logger, fault);
            return false;
        }
    }

    /// <summary>A text in parts, each with its sender, its number and, unless it is the last, a mark that more follow. PostgreSQL carries
    /// equal notifications of a transaction once: equal texts may be heard once, equal parts of a text differ by their numbers.</summary>
    internal static IEnumerable<string> Split(Guid sender, string text)
    {
        var (at, number) = (0, 0);
        do
        {
            var length = Math.Min(PartLength, text.Length - at);
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{sender:N}{number++:D6}{(at + length < text.Length ? '+' : '.')}{text.AsSpan(at, length)}");
            at += length;
        }
        while (at < text.Length);
    }

    /// <summary>Takes a part; those of one sender come in their order.</summary>
    internal void Hear(string part)
    {
        if (part.Length < Prefix || !Guid.TryParseExact(part[..32], "N", out var sender) || sender == _self.Id)
            return;
        var text = (_unfinished.Remove(sender, out var begun) ? begun : "") + part[Prefix..];
        if (part[Prefix - 1] == '+')
            _unfinished[sender] = text;
        else if (text.Length == 0)
            Missed?.Invoke();
        else
            Heard?.Invoke(text);
    }

    [LoggerMessage(172, LogLevel.Warning, "What other servers tell can't be heard: the connection to PostgreSQL has ended. It is opened again.")]
    private static partial void LogNotHeard(ILogger logger, Exception exception);

    [LoggerMessage(173, LogLevel.Warning, "Other servers could not be told what has changed; they are told to read it again.")]
    private static partial void LogNotSaid(ILogger logger, Exception exception);
}
