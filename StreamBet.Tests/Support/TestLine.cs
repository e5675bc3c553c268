using Microsoft.Extensions.Logging.Abstractions;
using StreamBet.Core.Servers;

namespace StreamBet.Tests.Support;

/// <summary>A line between two servers of a test, at once and in the same process.</summary>
internal sealed class TestLine : IServerLine
{
    private TestLine? _other;

    public event Action<string>? Heard;

    public event Action? Missed;

    /// <summary>The news of two servers that hear each other.</summary>
    public static (ServerNews Here, ServerNews There) Pair()
    {
        var (here, there) = (new TestLine(), new TestLine());
        (here._other, there._other) = (there, here);
        return (News(here), News(there));
    }

    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Say(string text) => _other!.Heard?.Invoke(text);

    public Task CloseAsync()
    {
        Missed?.Invoke();
        return Task.CompletedTask;
    }

    private static ServerNews News(TestLine line) => new(line, NullLogger<ServerNews>.Instance);
}
