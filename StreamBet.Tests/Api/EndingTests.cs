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
        _app.Gate.Done = () => _app.Gate.IsDiskBroken = true;
        var job = await SendAsync();

        await _time.UntilAsync(() => StateOfMarket() == "resolved", TimeSpan.Zero);
        (await _app.Local.GetJsonAsync($"/api/jobs/{job}")).GetProperty("state").GetString().Should().Be("analyzing");
        _app.Gate.IsDiskBroken = false;
        await _time.UntilAsync(() => StateOf(job) is "completed" or "failed", JobEnds.FirstPause);

        StateOf(job).Should().Be("completed");
        (await _app.Local.GetAsync($"/api/jobs/{job}/analysis")).IsSuccessStatusCode.Should().BeTrue();
    }

    [Fact]
    public async Task A_job_whose_failure_cannot_be_kept_at_first_ends_without_a_restart()
    {
        _app.Gate.Done = () =>
        {
            _app.Gate.IsDiskBroken = true;
            throw new InvalidOperationException("The analyzer broke.");
        };
        var job = await SendAsync();

        await Eventually.IsTrueAsync(() => _app.Gate.IsDiskBroken, "the analysis has broken");
        _app.Gate.IsDiskBroken = false;
        await _time.UntilAsync(() => StateOf(job) == "failed", JobEnds.FirstPause);
    }

    private async Task<string> SendAsync() =>
        (await (await _app.Local.SendClipAsync(await RealClips.NobodyAsync(), "?bet_ids=1", isAsync: true))
            .ReadAsync(System.Net.HttpStatusCode.Accepted)).GetProperty("job_id").GetString()!;

    private string? StateOf(string job) =>
        _app.Local.GetJsonAsync($"/api/jobs/{job}").GetAwaiter().GetResult().GetProperty("state").GetString();

    private string? StateOfMarket() => _app.Local.StateOfAsync(1).GetAwaiter().GetResult();
}
