using StreamBet.Core.Vision.Detection;

namespace StreamBet.Tests.Vision.Detection;

public sealed class CalibrationTests
{
    [Theory]
    [InlineData(0.53, 0.53, 0.92)]
    [InlineData(0.47, 0.47, 0.847)]
    [InlineData(0.30, 0.30, 0.279)]
    [InlineData(0.76, 0.08, 0.708)]
    [InlineData(0.20, 0.20, 0.053)]
    public void Scores_become_the_probabilities_of_the_regression(double centerNet, double nanoDet, double expected) =>
        Calibration.Probability(centerNet, nanoDet).Should().BeApproximately(expected, 0.01);

    [Fact]
    public void A_higher_score_of_either_model_never_makes_a_thing_less_likely()
    {
        for (var other = 0.05; other < 1; other += 0.1)
        {
            for (var score = 0.01; score < 0.98; score += 0.01)
            {
                Calibration.Probability(score + 0.01, other)
                    .Should().BeGreaterThan(Calibration.Probability(score, other));
                Calibration.Probability(other, score + 0.01)
                    .Should().BeGreaterThanOrEqualTo(Calibration.Probability(other, score));
            }
        }
    }

    [Fact]
    public void One_model_alone_passes_80_per_cent_only_with_a_score_that_is_hardly_ever_reached()
    {
        Calibration.Probability(0.79, 0).Should().BeLessThan(0.8);
        Calibration.Probability(0.88, 0).Should().BeGreaterThan(0.8);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    public void The_ends_of_the_scale_stay_within_it(double centerNet, double nanoDet) =>
        Calibration.Probability(centerNet, nanoDet).Should().BeInRange(0, 1);
}
