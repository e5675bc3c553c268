using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Clips;
using StreamBet.Core.People;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Sharing;
using StreamBet.Web.Shared.Jobs;

namespace StreamBet.Tests.Api;

/// <content>What pages, overlays and shared links call.</content>
public sealed partial class DeclaredErrorsTests
{
    [Fact]
    public async Task Pages_uploads_and_overlays()
    {
        var guest = await App.NewGuestAsync();
        await ProvokeTheUploadsAsync(guest);
        foreach (var (ffmpeg, code) in new[] { ("false", "sample_failed"), (Data.File("no-ffmpeg"), "ffmpeg_missing") })
        {
            using var app = TestApp.Start((TestApp.Ffmpeg, ffmpeg));
            await ProvokeAsync(code, app.Local.GetAsync("/sample-clip"));
        }

        await ProvokeAsync("market_not_found", guest.GetAsync("/overlay/999999/events"));
        await ProvokeAsync("person_not_found", guest.GetAsync("/overlay/latest/events?host=Nobody"));
        await ProvokeAsync("operator_link_used", guest.GetAsync("/operator?token=none"));
        await ProvokeAsync("forbidden", guest.GetAsync("/metrics"));
        await ProvokeAsync("invalid_form", guest.PostAsync("/account/transfer", Text("no form", "text/plain")));
        await ProvokeTheSharedPicturesAsync(guest);
        EnsureAllOf(OfPages);
    }

    private async Task ProvokeTheUploadsAsync(HttpClient guest)
    {
        const long Size = 500_000;
        var local = new Caller(Caller.LocalId, "local", Role.Host, "127.0.0.1");
        async Task<(Guid Job, string Address)> OfferAsync()
        {
            var job = await App.Services.GetRequiredService<ClipIntake>().OfferAsync(new ClipOffer("clip.mp4", Size, []), local, default);
            return (job.Id, App.Services.GetRequiredService<UploadTickets>().Issue(job, Size));
        }

        Task<HttpResponseMessage> PutAsync(HttpClient client, string address, byte[]? bytes = null, bool isChunked = false)
        {
            var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = Bytes(bytes ?? [.. Mp4Head, .. new byte[Size - Mp4Head.Length]]) };
            request.Headers.TransferEncodingChunked = isChunked;
            return client.SendAsync(request);
        }

        await ProvokeAsync("upload_ticket_invalid", PutAsync(guest, "/uploads/none"));
        await ProvokeAsync("file_too_large", SendRawAsync(HttpMethod.Put, "/uploads/none", "Content-Length: 200000000\r\n\r\n"));
        var (job, address) = await OfferAsync();
        await ProvokeAsync("upload_ticket_foreign", PutAsync(guest, address));
        using (App.Services.GetRequiredService<RunningJobs>().TryClaim(job, JobState.Uploading, default))
            await ProvokeAsync("upload_under_way", PutAsync(App.Local, address));
        await ProvokeAsync("file_changed", PutAsync(App.Local, address, Mp4Head));
        await ProvokeAsync("empty_file", PutAsync(App.Local, (await OfferAsync()).Address, [], isChunked: true));
        await ProvokeAsync("unsupported_container", PutAsync(App.Local, (await OfferAsync()).Address, "#EXTM3U"u8.ToArray(), isChunked: true));
        await ProvokeAsync("upload_incomplete", SendBrokenChunkAsync(HttpMethod.Put, (await OfferAsync()).Address));
        await ProvokeWithStoresAsync(async () => await PutAsync(App.Local, (await OfferAsync()).Address));
        await ProvokeWithSlownessAsync(
            HttpMethod.Put, "/uploads/any", async () => await RawUpload.BeginPutAsync(App.Address, App.Key, (await OfferAsync()).Address, Size));
    }

    private async Task ProvokeTheSharedPicturesAsync(HttpClient guest)
    {
        static string PictureOf(long market) => FormattableString.Invariant($"/markets/{market}/picture.png");
        await ProvokeAsync("market_not_found", guest.GetAsync(PictureOf(999_999)));
        var markets = new List<long>();
        for (var number = 0; number <= SharePictures.MaxWaiting; number++)
            markets.Add(await Operator.OpenMarketAsync());
        var pictures = App.Services.GetRequiredService<SharePictures>();
        await pictures.Turn.WaitAsync();
        var waiting = markets[1..].Select(market => pictures.FindAsync(market, default)).ToList();
        await Eventually.IsTrueAsync(() => pictures.Waiting == SharePictures.MaxWaiting, "all of them wait");
        await ProvokeAsync("pictures_busy", guest.GetAsync(PictureOf(markets[0])));
        pictures.Turn.Release();
        await Task.WhenAll(waiting);
    }
}
