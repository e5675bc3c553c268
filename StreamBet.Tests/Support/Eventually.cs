using System.Diagnostics;

namespace StreamBet.Tests.Support;

/// <summary>Waits for something that other threads or processes bring about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Polls until the condition is true; fails after a timeout.</summary>
    public static async Task IsTrueAsync(Func<bool> question, string because)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var watch = Stopwatch.StartNew();
        while (!question())
        {
            watch.Elapsed.Should().BeLessThan(Patience, because);
            await pause.WaitForNextTickAsync();
        }
    }

    /// <summary>Asks again and again until the condition is true; fails after a timeout.</summary>
    public static async Task IsTrueAsync(Func<Task<bool>> askAsync, string because, TimeSpan? patience = null)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var watch = Stopwatch.StartNew();
        while (!await askAsync())
        {
            watch.Elapsed.Should().BeLessThan(patience ?? Patience, because);
            await pause.WaitForNextTickAsync();
        }
    }
}
