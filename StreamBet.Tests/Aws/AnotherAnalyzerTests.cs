using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>An analysis outlives a change of the analyzer, and says no more than it did.</summary>
public sealed class AnotherAnalyzerTests
{
    [Fact]
    public async Task What_the_analyzer_that_looked_could_not_see_is_not_said_to_have_been_absent()
    {
        using var data = new TemporaryFolder();
        await using var aws = await AwsWorld.StartAsync();
        Guid job;
        using (var embedded = TestApp.StartOn(data.Path))
        {
            var result = await (await embedded.Local.SendClipAsync(await RealClips.NobodyAsync("aws-before.mp4"))).ReadAsync();
            job = result.GetProperty("job_id").GetGuid();
        }

        using var application = aws.StartAppOn(data.Path, null);
        var (guitar, dog) = (await application.Local.OpenMarketAsync("Guitar"), await application.Local.OpenMarketAsync("Dog"));

        var unseen = await application.Local.PostJsonAsync("/api/resolve", new { bet_id = guitar, job_id = job, threshold = 80 });
        var absent = await application.Local.PostJsonAsync("/api/resolve", new { bet_id = dog, job_id = job, threshold = 80 });

        unseen.GetProperty("status").GetString().Should().Be("failed");
        unseen.GetProperty("reason").GetString().Should().Contain("can't detect \"Guitar\"");
        absent.GetProperty("outcome").GetString().Should().Be("NO", "it knows dogs, and there was none");
    }
}
