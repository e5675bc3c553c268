using StreamBet.Core.Clips;

namespace StreamBet.Tests.Clips;

public class DecoderSlotsTests
{
    [Fact]
    public async Task Long_work_never_holds_every_slot()
    {
        using var slots = new DecoderSlots();
        var first = await slots.TakeLongAsync(default);
        var second = slots.TakeLongAsync(default);

        second.IsCompleted.Should().BeFalse();
        (await slots.TakeAsync(default)).Dispose();

        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task Whoever_no_longer_waits_keeps_no_slot()
    {
        using var slots = new DecoderSlots();
        using var stop = new CancellationTokenSource();
        var (one, other) = (await slots.TakeAsync(default), await slots.TakeAsync(default));
        var waiting = slots.TakeLongAsync(stop.Token);

        await stop.CancelAsync();

        await waiting.Invoking(it => it).Should().ThrowAsync<OperationCanceledException>();
        one.Dispose();
        (await slots.TakeLongAsync(default)).Dispose();
        other.Dispose();
    }
}
