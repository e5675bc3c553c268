using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Redis;

/// <summary>Carries texts between servers by publish and subscribe. It hears on connections of its own: one that breaks is given up and
/// another one made, so that it is certain from when on nothing is missed.</summary>
internal sealed class RedisLine(RedisConnection redis, ThisServer self, TimeProvider time, ILogger<RedisLine> logger)
    : QueuedLine(time, logger)
{
    private const int Prefix = 32;

    private RedisChannel Channel => RedisChannel.Literal($"{redis.Prefix}news");

    protected override async Task ListenAsync(Action listening, CancellationToken closing)
    {
        var broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var connection = await redis.ConnectAsync();
        connection.ConnectionFailed += (_, failed) => broken.TrySetException(
            failed.Exception ?? new IOException($"The connection has ended: {failed.FailureType}."));

        // Calls the handler for one text after the other, in the order in which they come.
        (await connection.GetSubscriber().SubscribeAsync(Channel)).OnMessage(text => HearOne(text.Message.ToString()));
        listening();
        await broken.Task.WaitAsync(closing);
    }

    protected override Task SayAsync(IReadOnlyList<string> texts)
    {
        var subscriber = redis.Multiplexer.GetSubscriber();

        // One behind the other on one connection.
        return Task.WhenAll(texts.Select(text => subscriber.PublishAsync(Channel, $"{self.Id:N}{text}")).ToList());
    }

    private void HearOne(string said)
    {
        if (said.Length >= Prefix && Guid.TryParseExact(said[..Prefix], "N", out var sender) && sender != self.Id)
            Hear(said[Prefix..]);
    }
}
