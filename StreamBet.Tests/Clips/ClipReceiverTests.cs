using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.LocalFiles;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Clips;

public sealed class ClipReceiverTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_timer_that_comes_too_late_harms_nobody()
    {
        var time = new LateTimers();
        var receiver = new ClipReceiver(new FolderClipStore(_folder.Path), time, 1_000);
        using var body = new MemoryStream("\0\0\0\u0018ftypisom----------------"u8.ToArray());

        await receiver.ReceiveAsync(Guid.NewGuid(), body, _ => Task.CompletedTask, _ => { }, default, default);

        // As on a thread of the pool, where an exception would end the process.
        time.Callbacks.Should().NotBeEmpty();
        time.Callbacks.Invoking(callbacks => callbacks.ForEach(callback => callback())).Should().NotThrow();
    }

    [Theory]
    [InlineData(31, "upload_too_slow")]
    [InlineData(33, null)]
    public async Task An_upload_needs_a_rate_after_its_first_minute(int kilobytesASecond, string? code)
    {
        var time = new FakeTimeProvider();
        var receiver = new ClipReceiver(new FolderClipStore(_folder.Path), time, 100_000_000);
        using var body = new PacedBody(time, seconds: 120, kilobytesASecond * 1_000);

        var receiving = () => receiver.ReceiveAsync(Guid.NewGuid(), body, _ => Task.CompletedTask, _ => { }, default, default);

        if (code is null)
            await receiving.Should().NotThrowAsync();
        else
            (await receiving.Should().ThrowAsync<RefusedException>()).Which.Refusal.Code.Should().Be(code);
    }

    [Fact]
    public async Task What_is_no_clip_is_refused_after_its_first_bytes()
    {
        var receiver = new ClipReceiver(new FolderClipStore(_folder.Path), TimeProvider.System, 100_000_000);
        using var body = new PacedBody(new FakeTimeProvider(), seconds: 1, 1_000, "<html><body>"u8.ToArray());

        var receiving = () => receiver.ReceiveAsync(Guid.NewGuid(), body, _ => Task.CompletedTask, _ => { }, default, default);

        (await receiving.Should().ThrowAsync<RefusedException>()).Which.Refusal.Code.Should().Be("unsupported_container");
        body.Sent.Should().Be(12);
    }

    /// <summary>A body that sends its bytes evenly, by a clock that goes on with each second of it.</summary>
    private sealed class PacedBody(FakeTimeProvider time, int seconds, int rate, byte[]? head = null) : MemoryStream
    {
        private readonly byte[] _head = head ?? "\0\0\0\u0018ftypisom"u8.ToArray();
        private int _left = seconds;

        public int Sent { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Sent < _head.Length)
            {
                var count = Math.Min(buffer.Length, _head.Length - Sent);
                _head.AsMemory(Sent, count).CopyTo(buffer);
                Sent += count;
                return count;
            }

            if (_left == 0)
                return 0;
            _left--;
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            buffer[..Math.Min(buffer.Length, rate)].Span.Clear();
            Sent += Math.Min(buffer.Length, rate);
            return Math.Min(buffer.Length, rate);
        }
    }

    /// <summary>Timers whose callbacks have begun when they are disposed of, and run after that.</summary>
    private sealed class LateTimers : TimeProvider
    {
        public List<Action> Callbacks { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Callbacks.Add(() => callback(state));
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
