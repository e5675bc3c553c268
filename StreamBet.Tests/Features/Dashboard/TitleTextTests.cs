using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Dashboard;
using StreamBet.Web.Shared.Jobs;
using static StreamBet.Tests.Support.Analyses;
using static StreamBet.Tests.Support.Dashboards;

namespace StreamBet.Tests.Features.Dashboard;

public class TitleTextTests
{
    private static readonly ClipAnalysis Dog = Of(30, Label("Dog", (1, 91)));

    private static string TitleOf(JobView? job) => TitleText.Of(job, null);

    [Fact]
    public void Without_a_job_it_is_the_products_name() => TitleOf(null).Should().Be("StreamBet");

    [Fact]
    public void On_the_way_it_tells_the_phase_and_how_far_it_is()
    {
        TitleOf(Uploading(25, 100)).Should().Be("25 % Uploading · clip.mp4 · StreamBet");
        TitleOf(Queued()).Should().Be("Waiting in the queue · clip.mp4 · StreamBet");
        TitleOf(Analyzing(new AnalysisProgress(20, 60, TimeSpan.FromSeconds(9), 3, 0)))
            .Should().Be("33 % Analysing the clip · clip.mp4 · StreamBet");
    }

    [Fact]
    public void At_the_end_it_tells_the_verdict()
    {
        TitleOf(Completed(Dog, Market(7))).Should().Be("YES · Will Dog 7 be seen? · StreamBet");
        TitleOf(Completed(Dog, Market(7, "Cat"))).Should().Be("NO · Will Cat 7 be seen? · StreamBet");
        TitleOf(Completed(Dog, Market(1), Market(2, "Cat"), Market(3, "Ball"))).Should().Be("1 YES, 2 NO · StreamBet");
        TitleOf(Completed(Dog.Examined(1, 60), Market(7, "Cat"))).Should().Be("Not decided · Will Cat 7 be seen? · StreamBet");
        TitleOf(Completed(Dog)).Should().Be("Done · clip.mp4 · StreamBet");
    }

    [Fact]
    public void A_job_without_a_result_says_so()
    {
        TitleOf(Failed("No.")).Should().Be("Failed · clip.mp4 · StreamBet");
        TitleOf(Cancelled()).Should().Be("Cancelled · clip.mp4 · StreamBet");
    }
}
