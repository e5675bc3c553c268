using StreamBet.Core.Clips;
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
