using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Aws;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <content>Clips and what becomes of them, with and without markets, and reference pictures.</content>
public sealed partial class DeclaredErrorsTests
{
    private const string Dog = """{"labels":["Dog"]}""";

    private static byte[] Mp4Head => [0, 0, 0, 32, .. "ftypisom"u8, .. new byte[20]];

    [Fact]
    public async Task Clips_and_jobs()
    {
        await ProvokeWithClipsAsync((app, content, name) => app.Local.SendClipAsync(content, name));
        await ProvokeWithFormsAsync("/api/analyze", start: null);
        await ProvokeWithFaultsAsync(() => Host.SendClipAsync(Bytes(Mp4Head), "clip.mp4"));
        await ProvokeWithPaceAsync("/api/analyze", (app, bytes) => RawUpload.BeginAsync(app.Address, app.Key, bytes));
        await ProvokeTheJobsAsync();
        await ProvokeTheOffersAsync();
        await ProvokeTheAnalysesAsync();
        EnsureAllOf("Clips and jobs");
    }

    [Fact]
    public async Task Verdicts()
    {
        await ProvokeWithClipsAsync((app, content, name) => AskVerdictAsync(app.Local, content, name));
        await ProvokeWithFormsAsync("/api/verdicts", start: Dog);
        await ProvokeWithFaultsAsync(() => AskVerdictAsync(Host, Bytes(Mp4Head), "clip.mp4"));
        await ProvokeWithPaceAsync("/api/verdicts", (app, bytes) => RawUpload.BeginVerdictAsync(app.Address, app.Key, bytes, Dog));
        await ForEachCriterionAsync((code, criterion) => ProvokeAsync(code, AskVerdictAsync(Host, Bytes(Mp4Head), "clip.mp4", criterion)));
        await ProvokeAsync("invalid_criterion", AskVerdictAsync(Host, Bytes(Mp4Head), "clip.mp4", "no JSON"));
        await ProvokeAsync("verdict_not_found", Host.GetAsync($"/api/verdicts/{Guid.NewGuid()}"));
        await ProvokeAsync("verdict_not_found", Host.GetAsync($"/api/verdicts/{Guid.NewGuid()}/receipt"));
        App.Gate.Close();
        var id = (await (await AskVerdictAsync(Host, Bytes(await File.ReadAllBytesAsync(await RealClips.NobodyAsync())), "clip.mp4"))
            .ReadAsync(HttpStatusCode.Accepted)).GetProperty("verdict_id").GetGuid();
        await ProvokeAsync("receipt_not_found", Host.GetAsync($"/api/verdicts/{id}/receipt"));

        Task ResolveWrongAsync(string code, object body) => ProvokeAsync(code, Host.PostAsJsonAsync("/api/resolve", body));
        var market = await Host.OpenMarketAsync("Dog");
        await ResolveWrongAsync("bet_id", new { job_id = id });
        await ResolveWrongAsync("job_or_analysis", new { bet_id = market });
        await ResolveWrongAsync("market_not_found", new { bet_id = 999_999, job_id = id });
        await ResolveWrongAsync("job_not_found", new { bet_id = market, job_id = Guid.NewGuid() });
        await ResolveWrongAsync("job_running", new { bet_id = market, job_id = id, threshold = 90 });
        var analysis = new { labels = Array.Empty<object>(), video_metadata = new { duration_seconds = 8 } };
        await ResolveWrongAsync("threshold", new { bet_id = market, analysis, threshold = 10 });
        await ResolveWrongAsync("analysis", new { bet_id = market, analysis = new { labels = Array.Empty<object>() } });
        await ProvokeTheResolutionsAsync(id, market);
        EnsureAllOf("Verdicts");
    }

    [Fact]
    public async Task Pictures()
    {
        Task<HttpResponseMessage> AddAsync(byte[] picture) => Host.PostAsync("/api/pictures", new ByteArrayContent(picture));
        var banner = await RealClips.BannerPictureAsync("VICTORY");
        await ProvokeAsync("picture_not_found", Host.GetAsync($"/api/pictures/{new string('a', 64)}"));
        await ProvokeAsync("picture_not_found", Operator.DeleteAsync($"/api/pictures/{new string('a', 64)}"));
        await ProvokeAsync("forbidden", Host.DeleteAsync($"/api/pictures/{new string('a', 64)}"));
        await ProvokeAsync("empty_file", AddAsync([]));
        await ProvokeAsync("file_too_large", AddAsync(new byte[(2 << 20) + 1]));
        await ProvokeAsync("unsupported_type", AddAsync("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray()));
        await ProvokeAsync("picture_invalid", AddAsync([.. banner[..200], .. "<svg/>"u8]));
        await ProvokeAsync("picture_unclear", AddAsync(await File.ReadAllBytesAsync(await TestClips.MakeAsync(
            "unclear.png", "-f", "lavfi", "-i", "color=0x203080:s=300x100", "-frames:v", "1"))));
        await RemovedPictureAsync();
        await ProvokeAsync("picture_removed", AddAsync(await RealClips.BannerPictureAsync("REMOVED")));
        using (var app = TestApp.Start(("StreamBet:Analyzer", "aws"), ("Aws:Bucket", "clips"), ("Aws:Region", "eu-central-1"), ("Aws:S3ServiceUrl", "http://127.0.0.1:9")))
            await ProvokeAsync("picture_not_findable", app.Local.PostAsync("/api/pictures", new ByteArrayContent(banner)));
        foreach (var code in ErrorCodes.ByKind[RefusalKind.Unavailable].Intersect(["ffmpeg_missing", "picture_not_decoded"]))
        {
            App.Gate.AtPicture = new RefusedException(RefusalKind.Unavailable, code, "The test made it fail.");
            await ProvokeAsync(code, AddAsync(banner));
        }

        App.Gate.AtPicture = null;
        HttpResponseMessage sent;
        for (var number = 0; (sent = await AddAsync(await RealClips.BannerPictureAsync($"ROUND {number}"))).IsSuccessStatusCode;)
            number++;
        await ProvokeAsync("too_many_pictures", Task.FromResult(sent));
        EnsureAllOf("Pictures");
    }

    private static ByteArrayContent Bytes(byte[] bytes) => new(bytes);

    private static async Task<HttpResponseMessage> AskVerdictAsync(HttpClient client, HttpContent content, string name, string criterion = Dog) =>
        await client.PostAsync("/api/verdicts", new MultipartFormDataContent { { new StringContent(criterion), "criterion" }, { content, "file", name } });

    // What is wrong with the clip itself.
    private async Task ProvokeWithClipsAsync(Func<TestApp, HttpContent, string, Task<HttpResponseMessage>> send)
    {
        using var app = TestApp.Start(
            ("StreamBet:MaxUploadBytes", $"{4 << 20}"), ("StreamBet:MaxDuration", "00:00:05"), ("StreamBet:MaxFullHdDuration", "00:00:01"));
        Task SendAsync(string code, byte[] bytes, string name = "clip.mp4") => ProvokeAsync(code, send(app, Bytes(bytes), name));
        async Task MakeAsync(string code, string source, params string[] arguments) => await SendAsync(code, await File.ReadAllBytesAsync(
            await TestClips.MakeAsync($"declared-{code}.mp4", ["-f", "lavfi", "-i", source, .. arguments])));

        await SendAsync("unsupported_type", Mp4Head, "clip.mkv");
        await SendAsync("unsupported_container", "#EXTM3U"u8.ToArray());
        await SendAsync("empty_file", []);
        await SendAsync("clip_damaged", Mp4Head);
        await SendAsync("file_too_large", [.. Mp4Head, .. new byte[5 << 20]]);
        var unknown = await File.ReadAllBytesAsync(await TestClips.CountingAsync("mp4"));
        "zzzz"u8.CopyTo(unknown.AsSpan(unknown.AsSpan().IndexOf("stsd"u8) + 16));
        await SendAsync("codec_not_supported", unknown);
        await MakeAsync("no_video", "sine=d=1", "-c:a", "aac");
        await MakeAsync("one_picture", "mandelbrot=size=320x180:rate=25", "-pix_fmt", "yuv420p", "-frames:v", "1");
        await MakeAsync("picture_too_small", "color=s=2x2:r=10:d=4,format=rgb24,crop=1:1", "-c:v", "mpeg4");
        await MakeAsync("picture_too_large", "color=s=8194x64:r=5:d=1", "-pix_fmt", "yuv420p", "-preset", "ultrafast");
        await MakeAsync("clip_too_long", "color=s=64x64:r=1:d=10", "-preset", "ultrafast");
        await MakeAsync("frame_rate_too_high", "color=s=1024x1024:r=2000:d=0.1", "-preset", "ultrafast");
        await MakeAsync("too_many_pixels", "color=s=1920x1080:r=30:d=4", "-preset", "ultrafast");
    }

    // What is wrong with the form around it.
    private async Task ProvokeWithFormsAsync(string path, string? start)
    {
        MultipartFormDataContent Form(params (string Name, string? File, byte[] Bytes)[] parts)
        {
            var form = new MultipartFormDataContent();
            if (start is not null)
                form.Add(new StringContent(start), "criterion");
            foreach (var (name, file, bytes) in parts)
            {
                var content = Bytes(bytes);
                if (file is null)
                    form.Add(content, name);
                else
                    form.Add(content, name, file);
            }

            return form;
        }

        Task SendAsync(string code, HttpContent body, string query = "") => ProvokeAsync(code, Host.PostAsync(path + query, body));
        var clip = await File.ReadAllBytesAsync(await RealClips.NobodyAsync());
        await SendAsync("not_multipart", new StringContent("{}"));
        await SendAsync("no_file", start is null ? Form(("share_frames", null, "true"u8.ToArray())) : Form());
        await SendAsync("no_file_name", Form(("file", null, Mp4Head)));
        await SendAsync("unknown_field", Form(("colour", null, Mp4Head)));
        await SendAsync("field_after_file", Form(("file", "clip.mp4", clip), ("late", null, Mp4Head)));
        await SendAsync("invalid_form", Text("--x\r\nno header\r\n\r\n--x--\r\n", "multipart/form-data; boundary=x"));
        await SendAsync("upload_incomplete", Text(
            (start is null ? "" : $"--x\r\nContent-Disposition: form-data; name=\"criterion\"\r\n\r\n{start}\r\n")
            + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"clip.mp4\"\r\n\r\n\0\0\0 ftypisom\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
            "multipart/form-data; boundary=x"));
        if (start is not null)
            return;
        foreach (var field in new[] { "bet_ids", "share_frames", "read_text" })
            await SendAsync($"invalid_{field}", Form(("file", "clip.mp4", Mp4Head)), $"?{field}=perhaps");
    }

    // What is wrong with the server: a store or an analyzer that fails, as those of AWS do.
    private async Task ProvokeWithFaultsAsync(Func<Task<HttpResponseMessage>> send)
    {
        App.Gate.Missing = [new MissingPart("The models", "they are not there.", "Fetch them.")];
        await ProvokeAsync("analyzer_not_ready", send());
        App.Gate.Missing = null;
        App.Gate.AtProbe = new RefusedException(RefusalKind.Unavailable, "ffmpeg_missing", "The test made it fail.");
        await ProvokeAsync("ffmpeg_missing", send());
        App.Gate.AtProbe = null;
        await ProvokeWithStoresAsync(send);

        // The job is cancelled in the instant between its offer and its first byte.
        void Cancel(JobStatus status) =>
            OpenDatabase.Run(App.DataDirectory, $"UPDATE jobs SET State = 'Cancelled' WHERE State = '{JobState.Uploading}'");
        var feed = App.Services.GetRequiredService<JobFeed>();
        feed.Published += Cancel;
        await ProvokeAsync("upload_over", send());
        feed.Published -= Cancel;
    }

    private async Task ProvokeWithStoresAsync(Func<Task<HttpResponseMessage>> send)
    {
        App.Gate.AtUpload = new InvalidOperationException("The test made it fail.");
        await ProvokeAsync("upload_failed", send());
        App.Gate.AtUpload = new ClipStorageException(new IOException("The disk is full."));
        await ProvokeAsync("storage_failed", send());
        foreach (var code in AwsErrorCodes.ByKind[RefusalKind.Unavailable])
        {
            App.Gate.AtUpload = new RefusedException(RefusalKind.Unavailable, code, "The test made it fail.");
            await ProvokeAsync(code, send());
        }

        App.Gate.AtUpload = null;
    }

    // What is wrong with the sender: silent, slow, too many, or gone elsewhere.
    private async Task ProvokeWithPaceAsync(string path, Func<TestApp, long, Task<RawUpload>> begin)
    {
        await EndAsync("upload_cancelled", HttpMethod.Post, path, () => begin(App, 500_000), async upload =>
        {
            var job = Guid.ParseExact(Path.GetFileNameWithoutExtension(App.HeldClips[0]), "N");
            (await App.Local.PostAsync($"/api/jobs/{job}/cancel", null)).StatusCode.Should().Be(HttpStatusCode.OK);
            return await upload.ReadAnswerAsync();
        });
        await ProvokeWithSlownessAsync(HttpMethod.Post, path, () => begin(App, 500_000));

        using (var narrow = TestApp.Start(("StreamBet:Limits:Uploads", "1")))
        {
            using var first = await RawUpload.BeginAsGuestAsync(narrow.Address, "127.0.0.1", 500_000);
            await first.SendAsync(Mp4Head);
            await Eventually.IsTrueAsync(() => narrow.HeldClips.Length == 1, "the upload begins");
            await ProvokeAsync("too_many_uploads", SendAsync(await narrow.NewGuestAsync()));
        }

        using var app = TestApp.Start();
        var guest = await app.NewGuestAsync();
        app.Gate.Close();
        for (var number = 0; number < ClipReadiness.MaxUnfinishedOfGuest; number++)
            (await guest.SendClipAsync(await RealClips.NobodyAsync(), isAsync: true)).StatusCode.Should().Be(HttpStatusCode.Accepted);
        await ProvokeAsync("too_many_jobs", SendAsync(guest));
        app.Gate.Open();

        Task<HttpResponseMessage> SendAsync(HttpClient client) => path == "/api/analyze"
            ? client.SendClipAsync(Bytes(Mp4Head), "clip.mp4")
            : AskVerdictAsync(client, Bytes(Mp4Head), "clip.mp4");
    }

    private async Task ProvokeWithSlownessAsync(HttpMethod method, string path, Func<Task<RawUpload>> begin)
    {
        await EndAsync("upload_stalled", method, path, begin, upload => UntilAnsweredAsync(upload, isSilent: true));
        await EndAsync("upload_too_slow", method, path, begin, upload => UntilAnsweredAsync(upload, isSilent: false));
    }

    private async Task EndAsync(string code, HttpMethod method, string path, Func<Task<RawUpload>> begin, Func<RawUpload, Task<string>> end)
    {
        using var upload = await begin();
        await upload.SendAsync(Mp4Head);
        await Eventually.IsTrueAsync(() => App.HeldClips.Length == 1, "the upload begins");
        await ProvokeAsync(code, Task.FromResult(AnswerOf(await end(upload), method, path)));
        await Eventually.IsTrueAsync(() => App.HeldClips.Length == 0, "nothing of it is kept");
    }

    // Bytes that are still on their way when the clock moves begin the silence anew, so it is moved until there is an answer.
    private async Task<string> UntilAnsweredAsync(RawUpload upload, bool isSilent)
    {
        var answer = upload.ReadAnswerAsync();
        await Eventually.IsTrueAsync(
            async () =>
            {
                if (!isSilent && !answer.IsCompleted)
                    await upload.SendAsync(new byte[4_096]);
                Time.Advance(TimeSpan.FromSeconds(isSilent ? 15 : 1));
                return answer.IsCompleted;
            },
            "it is given up");
        return await answer;
    }
}
