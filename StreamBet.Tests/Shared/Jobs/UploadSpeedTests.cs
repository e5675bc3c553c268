using Microsoft.Extensions.Time.Testing;
using StreamBet.Web.Shared.Jobs;

namespace StreamBet.Tests.Shared.Jobs;

public class UploadSpeedTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void It_is_that_of_the_last_two_seconds()
    {
        var speed = new UploadSpeed(_time);
        speed.BytesPerSecond.Should().BeNull();
        for (var second = 0; second <= 10; second++)
        {
            // A slow beginning, then 100 bytes a second.
            speed.Count(second <= 5 ? second : 100 * (second - 5));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        speed.BytesPerSecond.Should().Be(100);
    }

    [Fact]
    public void A_single_moment_has_no_speed()
    {
        var speed = new UploadSpeed(_time);
        speed.Count(10);
        speed.Count(20);

        speed.BytesPerSecond.Should().BeNull();
    }
}
