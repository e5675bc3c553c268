using Microsoft.Extensions.Time.Testing;

namespace StreamBet.Tests.Support;

/// <summary>Advances the clock of a test.</summary>
internal static class FakeTimes
{
    /// <summary>Advances the clock step by step until the condition is true.</summary>
    public static Task UntilAsync(this FakeTimeProvider time, Func<bool> question, TimeSpan step) => Eventually.IsTrueAsync(
        () =>
        {
            time.Advance(step);
            return question();
        },
        "it comes with time");
}
