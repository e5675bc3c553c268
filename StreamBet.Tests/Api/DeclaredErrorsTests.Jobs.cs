using System.Net;
using System.Net.Http.Json;
using StreamBet.Core.Clips;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <content>What becomes of clips.</content>
public sealed partial class DeclaredErrorsTests
{
    private async Task ProvokeTheOffersAsync()
    {
        var nobody = await RealClips.NobodyAsync();
        var clip = await TestClips.MakeAsync("offered.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=4", "-pix_fmt", "yuv420p");
        await ProvokeAsync("market_not_found", Host.SendClipAsync(Bytes(Mp4Head), "clip.mp4", "?bet_ids=999999"));
        var id = await Host.OpenMarketAsync();
        await ProvokeAsync("not_host", (await App.NewGuestAsync()).SendClipAsync(Bytes(Mp4Head), "clip.mp4", $"?bet_ids={id}"));
        await ProvokeAsync("too_many_markets", Host.SendClipAsync(
            Bytes(Mp4Head), "clip.mp4", $"?bet_ids={string.Join(',', Enumerable.Range(1, ClipOffer.MaxMarkets + 1))}"));

        App.Gate.Fail(new AnalysisFailedException("model_failed", "The test made it fail."));
        await ProvokeAsync("model_failed", Host.SendClipAsync(clip, $"?bet_ids={id}"));
        App.Gate.Fail(null);
        await ProvokeAsync("other_clip", Host.SendClipAsync(nobody, $"?bet_ids={id}"));
        App.Gate.Close();
        var bound = (await (await Host.SendClipAsync(clip, $"?bet_ids={id}", isAsync: true)).ReadAsync(HttpStatusCode.Accepted))
            .GetProperty("job_id").GetGuid();
        await ProvokeAsync("market_bound", Host.SendClipAsync(nobody, $"?bet_ids={id}"));
        await ProvokeAsync("job_not_cancellable", Host.PostAsync($"/api/jobs/{bound}/cancel", null));
        App.Gate.Open();
        await Eventually.IsTrueAsync(async () => await Host.StateOfAsync(id) is "resolved" or "void", "it is over");
        await ProvokeAsync("market_ended", Host.SendClipAsync(nobody, $"?bet_ids={id}"));
        await ProvokeAsync("clip_known", Host.SendClipAsync(clip, $"?bet_ids={await Host.OpenMarketAsync()}"));
    }

    private async Task ProvokeTheAnalysesAsync()
    {
        var endpoint = Endpoints.Single(known => known.Name == "POST /api/analyze");
        var clip = await RealClips.NobodyAsync();
        App.Gate.Fail(new InvalidOperationException("The test made it fail."));
        await ProvokeAsync("analysis_error", Host.SendClipAsync(clip));

        // Whatever its parts fail with reaches the caller as it is. That they do, the tests of those parts show.
        foreach (var (code, _) in endpoint.Declared.Where(declared => declared is { Value: 500, Key: not ("processing_error" or "analysis_error") }))
        {
            App.Gate.Fail(new AnalysisFailedException(code, "The test made it fail."));
            var failing = Host.SendClipAsync(clip);

            // What looks as if the server were stopping is looked at for a moment.
            await Time.UntilAsync(() => failing.IsCompleted, TimeSpan.FromSeconds(1));
            await ProvokeAsync(code, failing);
        }

        App.Gate.Fail(null);
        App.Gate.Close();
        var sending = Host.SendClipAsync(clip);
        Guid job = default;
        await Eventually.IsTrueAsync(
            () => App.HeldClips is [var held] && Guid.TryParseExact(Path.GetFileNameWithoutExtension(held), "N", out job), "the clip arrives");
        await Eventually.IsTrueAsync(
            async () => (await Host.GetJsonAsync($"/api/jobs/{job}")).GetProperty("state").GetString() == "analyzing", "it is analysed");
        (await Host.PostAsync($"/api/jobs/{job}/cancel", null)).StatusCode.Should().Be(HttpStatusCode.OK);
        await ProvokeAsync("job_cancelled", sending);
        await ProvokeAsync("analysis_not_found", Host.GetAsync($"/api/jobs/{job}/analysis"));
        App.Gate.Open();
    }

    private async Task ProvokeTheJobsAsync()
    {
        foreach (var endpoint in Endpoints.Where(endpoint => endpoint.Area == "Clips and jobs" && endpoint.Declared.ContainsKey("job_not_found")))
            await ProvokeAsync("job_not_found", Host.SendAsync(new HttpRequestMessage(new HttpMethod(endpoint.Method), endpoint.Address())));
        var (_, decided, _, _) = await DecidedAsync();
        await ProvokeAsync("frame_not_found", Host.GetAsync($"/api/jobs/{decided}/frames/999.jpg"));
        await ProvokeAsync("frames_needed", Host.DeleteAsync($"/api/jobs/{decided}/clip"));
        App.Gate.Close();
        var running = (await (await Host.SendClipAsync(await RealClips.NobodyAsync(), isAsync: true)).ReadAsync(HttpStatusCode.Accepted))
            .GetProperty("job_id").GetGuid();
        await ProvokeAsync("job_not_ended", Host.DeleteAsync($"/api/jobs/{running}/clip"));
        App.Gate.Open();
    }

    private async Task ProvokeTheResolutionsAsync(Guid running, long market)
    {
        Task ResolveWrongAsync(string code, object body) => ProvokeAsync(code, Host.PostAsJsonAsync("/api/resolve", body));
        App.Gate.Open();
        await Eventually.IsTrueAsync(
            async () => (await Host.GetJsonAsync($"/api/jobs/{running}")).GetProperty("state").GetString() == "completed", "it is analysed");
        await ResolveWrongAsync("job_not_bound", new { bet_id = market, job_id = running });
        App.Gate.Close();
        using (await Host.SendClipAsync(await RealClips.PeopleAsync(), "?bet_ids=1", isAsync: true))
            await ResolveWrongAsync("market_bound", new { bet_id = 1, job_id = running });
        App.Gate.Open();
        await Host.PostJsonAsync($"/api/bets/{market}/void", new { reason = "Enough." });
        await ResolveWrongAsync("market_ended", new { bet_id = market, job_id = running });
    }
}
