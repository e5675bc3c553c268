using Microsoft.Extensions.Time.Testing;

namespace StreamBet.Tests.Support;

/// <summary>Lets the time of a test pass.</summary>
internal static class FakeTimes
{
    /// <summary>Moves the clock on, step by step, until the answer is yes.</summary>
    public static Task UntilAsync(this FakeTimeProvider time, Func<bool> question, TimeSpan step) => Eventually.IsTrueAsync(
        () =>
        {
            time.Advance(step);
            return question();
        },
        "it comes with time");
}
