using System.Diagnostics;

namespace StreamBet.Tests.Support;

/// <summary>Waits for what other threads or processes will bring about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks again and again until the answer is yes, and fails when patience ends.</summary>
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
}
