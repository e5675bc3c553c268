using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Clips;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>A job ends whatever fails on the way, and what was paid stays paid.</summary>
public sealed class EndingTests : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly TestApp _app;

    public EndingTests() => _app = TestApp.StartOn(_data.Path, _time);

    public void Dispose()
    {
        _app.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task A_clip_that_cannot_be_deleted_at_first_does_not_make_its_analysis_fail()
    {
        _app.Gate.Done = BlockDeletion;
        var job = await SendAsync();

        await _time.UntilAsync(() => StateOfMarket() == "resolved", TimeSpan.Zero);
        (await _app.Local.GetJsonAsync($"/api/jobs/{job}")).GetProperty("state").GetString().Should().Be("analyzing");
        AllowDeletion();
        await _time.UntilAsync(() => StateOf(job) is "completed" or "failed", AnalysisPipeline.FirstPause);

        StateOf(job).Should().Be("completed");
        (await _app.Local.GetAsync($"/api/jobs/{job}/analysis")).IsSuccessStatusCode.Should().BeTrue();
    }

    [Fact]
    public async Task A_job_whose_failure_cannot_be_kept_at_first_ends_without_a_restart()
    {
        _app.Gate.Done = () =>
        {
            BlockDeletion();
            throw new InvalidOperationException("The analyzer broke.");
        };
        var job = await SendAsync();

        await Eventually.IsTrueAsync(() => Directory.GetDirectories(Clips).Length > 0, "the analysis has broken");
        AllowDeletion();
        await _time.UntilAsync(() => StateOf(job) == "failed", AnalysisPipeline.FirstPause);
    }

    private string Clips => Path.Combine(_data.Path, "clips");

    private async Task<string> SendAsync() =>
        (await (await _app.Local.SendClipAsync(await RealClips.NobodyAsync(), "?bet_ids=1", isAsync: true))
            .ReadAsync(System.Net.HttpStatusCode.Accepted)).GetProperty("job_id").GetString()!;

    // A folder in the place of the clip: it can't be deleted as a file.
    private void BlockDeletion()
    {
        var clip = _app.HeldClips.Single();
        File.Delete(clip);
        Directory.CreateDirectory(Path.Combine(clip, "blocked"));
    }

    private void AllowDeletion()
    {
        foreach (var folder in Directory.GetDirectories(Clips))
            Directory.Delete(folder, recursive: true);
    }

    private string? StateOf(string job) =>
        _app.Local.GetJsonAsync($"/api/jobs/{job}").GetAwaiter().GetResult().GetProperty("state").GetString();

    private string? StateOfMarket() => _app.Local.StateOfAsync(1).GetAwaiter().GetResult();
}
