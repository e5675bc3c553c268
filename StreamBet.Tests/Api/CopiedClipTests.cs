using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.People;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Markets;

namespace StreamBet.Tests.Api;

/// <summary>A copy of a clip that was analysed before decides no more than that clip itself.</summary>
public sealed class CopiedClipTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("remuxed.mov", "-c copy", 8)]
    [InlineData("short-remuxed.mov", "-c copy", 3)]
    [InlineData("mirrored.mp4", "-vf hflip,scale=480:-2 -c:v libx264 -preset veryfast", 8)]
    public async Task A_market_is_for_an_operator_to_decide_when_its_clip_is_a_copy(string name, string change, int seconds)
    {
        var original = await TestClips.MakeAsync(
            $"original-{seconds}.mp4", "-i", await RealClips.WanderingAsync(), "-t", $"{seconds}", "-c:v", "libx264", "-preset", "veryfast");
        var copy = await TestClips.MakeAsync(name, ["-i", original, .. change.Split(' ')]);
        var guest = await _app.NewGuestAsync();
        var id = await _app.Local.OpenMarketAsync();
        (await guest.PostAsJsonAsync($"/api/bets/{id}/stakes", new { side = "NO", amount = 300 })).EnsureSuccessStatusCode();
        var other = await _app.NewGuestAsync();
        (await other.PostAsJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 300 })).EnsureSuccessStatusCode();
        await (await _app.Local.SendClipAsync(original)).ReadAsync();

        var job = (await (await _app.Local.SendClipAsync(copy, $"?bet_ids={id}")).ReadAsync()).GetProperty("job_id").GetGuid();

        (await _app.Local.StateOfAsync(id)).Should().Be("review");
        var review = (await _app.Local.GetJsonAsync($"/api/bets/{id}")).GetProperty("review");
        review.GetProperty("cause").GetString().Should().Be("copy");
        review.GetProperty("step").GetString().Should().Be("ruling", "its host may have known the result");
        var answer = await _app.Local.PostJsonAsync("/api/resolve", new { bet_id = id, job_id = job });
        answer.GetProperty("status").GetString().Should().Be("failed");
        answer.GetProperty("reason").GetString().Should()
            .StartWith($"{seconds} s of this clip, from 0 s on, were in a clip that was analysed here before, on ");
        (await guest.GetJsonAsync("/api/me")).GetProperty("balance").GetProperty("credits").GetInt64().Should().Be(700, "nothing is paid before it is decided");
    }

    [Fact]
    public async Task A_clip_decides_its_market_when_it_is_seen_for_the_first_time_and_practice_markets_later_too()
    {
        var original = await RealClips.WanderingAsync();
        var copy = await TestClips.MakeAsync("seen-later.mov", "-i", original, "-c", "copy");
        var id = await _app.Local.OpenMarketAsync();

        var first = await (await _app.Local.SendClipAsync(original, $"?bet_ids={id}")).ReadAsync();
        await (await _app.Local.SendClipAsync(copy, "?bet_ids=1")).ReadAsync();

        (await _app.Local.StateOfAsync(id)).Should().Be("resolved");
        (await _app.Local.StateOfAsync(1)).Should().Be("resolved");
        var later = await _app.Local.OpenMarketAsync();
        var again = await TestClips.MakeAsync("seen-again.avi", "-i", original, "-c:v", "mpeg4", "-q:v", "5");
        await (await _app.Local.SendClipAsync(again, $"?bet_ids={later}")).ReadAsync();
        (await _app.Local.StateOfAsync(later)).Should().Be("review", "the clip's result is known from another market");
        var earlier = await EarlierAsync(later, new Caller(Caller.LocalId, "local", Role.Host, "127.0.0.1"));
        earlier.MarketId.Should().Be(id);
        earlier.Frames.Should().NotBeEmpty("its evidence shows what decided the other market");
        (await EarlierAsync(later, Exchange.Person("Bob"))).Frames.Should().BeEmpty("the uploader did not share them");
        (await _app.Local.DeleteAsync($"/api/jobs/{first.GetProperty("job_id").GetGuid()}/clip").CodeAsync(HttpStatusCode.Conflict))
            .Should().Be("frames_needed", "an operator compares the two");
    }

    [Fact]
    public async Task A_clip_that_is_no_copy_is_not_decoded_again_to_find_that_out()
    {
        await (await _app.Local.SendClipAsync(await RealClips.WanderingAsync())).ReadAsync();
        var id = await _app.Local.OpenMarketAsync();

        await (await _app.Local.SendClipAsync(await RealClips.PeopleAsync(), $"?bet_ids={id}")).ReadAsync();

        (await _app.Local.StateOfAsync(id)).Should().Be("resolved");
        _app.Gate.Fingerprints.Should().Be(0, "its analysis took the fine fingerprint along");
    }

    private async Task<ShownEarlierClip> EarlierAsync(long marketId, Caller caller) =>
        (await _app.Services.GetRequiredService<MarketReader>().ReadAsync(marketId, caller, CancellationToken.None)).Earlier!;
}
