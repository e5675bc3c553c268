using StreamBet.Core.Webhooks;

namespace StreamBet.Tests.Webhooks;

public class WebhookSignatureTests
{
    // The vector by which the libraries of the Standard Webhooks specification are tested.
    [Fact]
    public void The_specifications_vector_is_signed_as_it_says() =>
        WebhookSignature.Sign(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                DateTimeOffset.FromUnixTimeSeconds(1614265330), "{\"test\": 2432232314}")
            .Should().Be("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public void A_secret_is_random_and_of_the_specified_length()
    {
        var (one, other) = (WebhookSignature.NewSecret(), WebhookSignature.NewSecret());

        one.Should().StartWith("whsec_").And.NotBe(other);
        Convert.FromBase64String(one["whsec_".Length..]).Length.Should().BeInRange(24, 64);
    }

    [Fact]
    public void The_pauses_grow_from_seconds_to_hours_and_never_beyond()
    {
        var pauses = Enumerable.Range(1, 30).Select(attempts => WebhookRetries.PauseAfter(attempts, 0.5)).ToList();

        pauses.Take(4).Should().Equal(
            TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(320));
        pauses.Should().BeInAscendingOrder();
        pauses[^1].Should().Be(WebhookRetries.MaxPause);
        WebhookRetries.PauseAfter(1, 0).Should().Be(TimeSpan.FromSeconds(3.75));
        WebhookRetries.PauseAfter(1, 1).Should().Be(TimeSpan.FromSeconds(6.25));
        WebhookRetries.RestAfter(30, 0.5).Should().Be(WebhookRetries.MaxRest);
    }
}
