using System.Net;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Clips;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>What is left of a clip: who deletes it, and when none is left at all.</summary>
public sealed class ClipDeletionTests : IDisposable
{
    private const string ViewerKey = "viewer-key-0123456789";
    private const string OperatorKey = "operator-key-0123456789";

    private readonly TestApp _app = TestApp.Start(
        ("StreamBet:ApiKeys:0:Name", "watcher"), ("StreamBet:ApiKeys:0:Key", ViewerKey),
        ("StreamBet:ApiKeys:1:Name", "boss"), ("StreamBet:ApiKeys:1:Key", OperatorKey), ("StreamBet:ApiKeys:1:Role", "operator"));

    private HttpClient Operator => _app.NewClient(OperatorKey);

    private HttpClient Viewer => _app.NewClient(ViewerKey);

    private HttpClient Anyone => _app.NewClient();

    private string[] KeptFrames => Directory.Exists(_app.DataDirectory + "/evidence")
        ? Directory.GetFiles(_app.DataDirectory + "/evidence", "*", SearchOption.AllDirectories)
        : [];

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task The_uploader_deletes_frames_and_name_and_the_digests_stay()
    {
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync();
        var job = await host.SendFreshClipAsync($"?bet_ids={id}&share_frames=true");
        var digest = (await host.EvidenceOfAsync(id)).Single().GetProperty("frame_sha256").GetString();

        var answer = await (await host.DeleteAsync($"/api/jobs/{job}/clip")).ReadAsync();

        answer.GetProperty("file_name").GetString().Should().BeEmpty();
        answer.GetProperty("sha256").GetString().Should().HaveLength(64);
        answer.GetProperty("result").GetProperty("total_labels").GetInt32().Should().BePositive();
        KeptFrames.Should().BeEmpty();
        foreach (var client in (HttpClient[])[host, Operator, Anyone])
            (await client.SeesFrameOfAsync(id)).Should().BeFalse();
        (await host.EvidenceOfAsync(id)).Single().GetProperty("frame_sha256").GetString().Should().Be(digest);
        (await (await host.DeleteAsync($"/api/jobs/{job}/clip")).ReadAsync()).GetProperty("job_id").GetGuid()
            .Should().Be(job, "a second time does no harm");
    }

    [Fact]
    public async Task The_operator_deletes_and_neither_the_host_nor_anyone_else()
    {
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync();
        var job = await Operator.SendFreshClipAsync($"?bet_ids={id}");

        (await host.DeleteAsync($"/api/jobs/{job}/clip").CodeAsync(HttpStatusCode.NotFound)).Should().Be("job_not_found");
        (await Viewer.DeleteAsync($"/api/jobs/{job}/clip").CodeAsync(HttpStatusCode.NotFound)).Should().Be("job_not_found");
        (await Anyone.DeleteAsync($"/api/jobs/{job}/clip").CodeAsync(HttpStatusCode.Unauthorized)).Should().Be("not_signed_in");
        (await Operator.DeleteAsync($"/api/jobs/{Guid.NewGuid()}/clip").CodeAsync(HttpStatusCode.NotFound))
            .Should().Be("job_not_found");
        (await host.SeesFrameOfAsync(id)).Should().BeTrue();

        (await Operator.DeleteAsync($"/api/jobs/{job}/clip")).StatusCode.Should().Be(HttpStatusCode.OK);

        (await host.SeesFrameOfAsync(id)).Should().BeFalse();
    }

    [Fact]
    public async Task Nothing_is_deleted_before_the_job_has_ended_and_what_a_called_off_one_left_is_gone()
    {
        _app.Gate.Close();
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync();
        using var sent = await host.SendClipAsync(await RealClips.PeopleAsync(), $"?bet_ids={id}", isAsync: true);
        var job = (await sent.ReadAsync(HttpStatusCode.Accepted)).GetProperty("job_id").GetGuid();
        (await host.DeleteAsync($"/api/jobs/{job}/clip").CodeAsync(HttpStatusCode.Conflict)).Should().Be("job_not_ended");

        // As a server leaves it that is killed between the frames and the decision.
        await _app.Services.GetRequiredService<IFrameStore>().SaveAsync(job, TimeSpan.Zero, new byte[] { 0xff, 0xd8 }, default);
        (await Operator.PostAsync($"/api/jobs/{job}/cancel", null)).StatusCode.Should().Be(HttpStatusCode.OK);

        KeptFrames.Should().BeEmpty();
        (await host.EvidenceOfAsync(id)).Should().BeEmpty();
        (await (await host.DeleteAsync($"/api/jobs/{job}/clip")).ReadAsync()).GetProperty("file_name").GetString()
            .Should().BeEmpty("the name goes all the same");
    }

    [Fact]
    public async Task A_failed_analysis_leaves_no_frames()
    {
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync();
        _app.Gate.Fail(new AnalysisFailedException("model_failed", "The test made it fail."));

        await host.SendClipAsync(await RealClips.PeopleAsync(), $"?bet_ids={id}").CodeAsync(HttpStatusCode.InternalServerError);

        KeptFrames.Should().BeEmpty();
        (await host.EvidenceOfAsync(id)).Should().BeEmpty();
    }
}
