using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Clips;
using StreamBet.Tests.Support;
using Xunit.Abstractions;

namespace StreamBet.Tests.Api;

/// <summary>Whatever is sent in the place of a clip is refused with one sentence, and leaves nothing.</summary>
public sealed class BadInputTests(ITestOutputHelper output) : IDisposable
{
    private const int Megabyte = 1024 * 1024;
    private readonly TestApp _app = TestApp.Start(("StreamBet:MaxUploadBytes", $"{Megabyte}"), ("StreamBet:DemoMarkets", "false"));

    private static byte[] Mp4Head => [0, 0, 0, 32, .. "ftypisom"u8, .. new byte[20]];

    public void Dispose() => _app.Dispose();

    // Bytes that are still on their way when the clock moves begin the silence anew, so it is moved until there is an answer.
    private static async Task<string> AnswerToSilenceAsync(RawUpload upload, FakeTimeProvider time)
    {
        var answer = upload.ReadAnswerAsync();
        await Eventually.IsTrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(15));
                return answer.IsCompleted;
            },
            "the silence is noticed");
        return await answer;
    }

    private static ByteArrayContent Bytes(params byte[] bytes) => new(bytes);

    [Theory]
    [InlineData("/")]
    [InlineData("/api/health")]
    [InlineData("/app.css")]
    public async Task A_charset_that_the_framework_throws_at_is_unsupported(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Content = new StringContent("") };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/html; charset=utf-7");

        using var answer = await _app.Local.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("evil.example:99999")]
    [InlineData("..")]
    public async Task A_host_that_is_none_is_refused(string host)
    {
        foreach (var path in new[] { "/", "/api/bets", "/overlay/1" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Host", host);
            request.Headers.Accept.ParseAdd("text/html");
            using var answer = await _app.Local.SendAsync(request);
            answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        }
    }

    [Theory]
    [InlineData("POST", "/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/bets/1/nothing", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/nothing", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/bets/1", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/api/health", HttpStatusCode.MethodNotAllowed)]
    public async Task A_wrong_address_is_told_from_a_wrong_method(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _app.Local.SendAsync(request);

        answer.StatusCode.Should().Be(status);
        (answer.Content.Headers.Allow.Count > 0).Should().Be(status == HttpStatusCode.MethodNotAllowed);
        (await answer.ReadAsync(status)).GetProperty("code").GetString()
            .Should().Be(status == HttpStatusCode.NotFound ? "not_found" : "method_not_allowed");
    }

    [Fact]
    public async Task Each_kind_of_wrong_file_has_its_status_and_its_code()
    {
        var id = await _app.Local.OpenMarketAsync();
        Task<HttpResponseMessage> Send(HttpContent content, string name) =>
            _app.Local.SendClipAsync(content, name, $"?bet_ids={id}");

        (await Send(Bytes(Mp4Head), "clip.mkv").CodeAsync(HttpStatusCode.UnsupportedMediaType)).Should().Be("unsupported_type");
        (await Send(Bytes("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x"u8.ToArray()), "clip.mp4")
            .CodeAsync(HttpStatusCode.UnsupportedMediaType)).Should().Be("unsupported_container");
        (await Send(Bytes(), "clip.mp4").CodeAsync(HttpStatusCode.BadRequest)).Should().Be("empty_file");
        (await Send(Bytes(0), "clip.mov").CodeAsync(HttpStatusCode.UnsupportedMediaType)).Should().Be("unsupported_container");
        (await Send(Bytes(Mp4Head), "../../x.mp4").CodeAsync(HttpStatusCode.BadRequest)).Should().Be("clip_damaged");
        (await Send(Bytes([.. Mp4Head, .. new byte[Megabyte]]), "clip.mp4")
            .CodeAsync(HttpStatusCode.RequestEntityTooLarge)).Should().Be("file_too_large");
        (await Send(Bytes([.. Mp4Head, .. new byte[3 * Megabyte]]), "clip.mp4")
            .CodeAsync(HttpStatusCode.RequestEntityTooLarge)).Should().Be("file_too_large");

        (await _app.Local.StateOfAsync(id)).Should().Be("open");
        _app.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task A_form_that_is_not_the_one_asked_for_is_explained()
    {
        (await _app.Local.PostAsync("/api/analyze", new StringContent("{}")).CodeAsync(HttpStatusCode.UnsupportedMediaType))
            .Should().Be("not_multipart");
        (await _app.Local.PostAsync("/api/analyze", new MultipartFormDataContent { { new StringContent("1"), "bet_ids" } })
            .CodeAsync(HttpStatusCode.BadRequest)).Should().Be("no_file");
        (await _app.Local.SendClipAsync(Bytes(Mp4Head), "x.mp4", "?bet_ids=one").CodeAsync(HttpStatusCode.BadRequest))
            .Should().Be("invalid_bet_ids");
        var late = new MultipartFormDataContent
        {
            { new ByteArrayContent(await File.ReadAllBytesAsync(await RealClips.NobodyAsync())), "file", "x.mp4" },
            { new StringContent("1"), "bet_ids" },
        };
        (await _app.Local.PostAsync("/api/analyze", late).CodeAsync(HttpStatusCode.BadRequest)).Should().Be("field_after_file");
        _app.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task A_flood_of_market_numbers_is_refused_before_it_is_read()
    {
        var form = new MultipartFormDataContent();
        for (var field = 0; field < 3; field++)
            form.Add(new StringContent("1,2"), "bet_ids");

        (await _app.Local.PostAsync("/api/analyze", form).CodeAsync(HttpStatusCode.BadRequest)).Should().Be("invalid_bet_ids");
    }

    [Fact]
    public async Task A_clip_that_is_too_large_is_told_so_also_when_its_length_was_not_announced()
    {
        using var content = new StreamContent(new MemoryStream([.. Mp4Head, .. new byte[3 * Megabyte]]));
        using var form = new MultipartFormDataContent { { content, "file", "clip.mp4" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/analyze") { Content = form };
        request.Headers.TransferEncodingChunked = true;

        (await _app.Local.SendAsync(request).CodeAsync(HttpStatusCode.RequestEntityTooLarge)).Should().Be("file_too_large");
    }

    [Fact]
    public async Task The_field_bet_ids_before_the_file_binds_as_the_query_does()
    {
        var id = await _app.Local.OpenMarketAsync("Dog");
        var form = new MultipartFormDataContent
        {
            { new StringContent($"{id}"), "bet_ids" },
            { new ByteArrayContent(await File.ReadAllBytesAsync(await RealClips.NobodyAsync())), "file", "x.mp4" },
        };

        (await _app.Local.PostAsync("/api/analyze", form)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await _app.Local.StateOfAsync(id)).Should().Be("resolved");
    }

    [Fact]
    public async Task A_body_that_stops_half_way_leaves_nothing_and_the_market_opens_again()
    {
        var id = await _app.Local.OpenMarketAsync();
        using (var upload = await RawUpload.BeginAsync(_app.Address, _app.Key, 500_000, $"?bet_ids={id}"))
        {
            await upload.SendAsync(Mp4Head);
            await upload.SendAsync(new byte[100_000]);
            await Eventually.IsTrueAsync(() => _app.HeldClips.Length == 1, "the upload begins");
            (await _app.Local.StateOfAsync(id)).Should().Be("locked");
        }

        await Eventually.IsTrueAsync(() => _app.HeldClips.Length == 0, "the cut upload is removed");
        await Eventually.IsTrueAsync(
            () => _app.Local.StateOfAsync(id).GetAwaiter().GetResult() == "open", "the market opens again");
    }

    [Fact]
    public async Task A_body_that_stalls_is_given_up_after_15_seconds_with_a_sentence()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        using var data = new TemporaryFolder();
        using var app = TestApp.StartOn(data.Path, time);
        var id = await app.Local.OpenMarketAsync();
        using var upload = await RawUpload.BeginAsync(app.Address, app.Key, 500_000, $"?bet_ids={id}");
        await upload.SendAsync(Mp4Head);
        await Eventually.IsTrueAsync(() => app.HeldClips.Length == 1, "the upload begins");

        (await AnswerToSilenceAsync(upload, time)).Should().StartWith("HTTP/1.1 400").And.Contain("upload_stalled");
        app.HeldClips.Should().BeEmpty();
        (await app.Local.StateOfAsync(id)).Should().Be("open");
    }

    [Fact]
    public async Task A_form_that_never_ends_is_given_up_too()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        using var data = new TemporaryFolder();
        using var app = TestApp.StartOn(data.Path, time);
        var clip = await File.ReadAllBytesAsync(await RealClips.NobodyAsync());
        using var upload = await RawUpload.BeginAsync(app.Address, app.Key, clip.Length);
        await upload.SendAsync(clip);
        await upload.SendAsync("\r\n--raw-upload"u8.ToArray());
        await Eventually.IsTrueAsync(() => app.HeldClips.Length == 1, "the upload begins");

        (await AnswerToSilenceAsync(upload, time)).Should().StartWith("HTTP/1.1 400").And.Contain("upload_stalled");
        app.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task A_guest_cannot_fill_the_queue_for_everyone()
    {
        _app.Gate.Close();
        var guest = await _app.NewGuestAsync();
        var clip = await RealClips.NobodyAsync();
        for (var number = 0; number < ClipReadiness.MaxUnfinishedOfGuest; number++)
            (await guest.SendClipAsync(clip, isAsync: true)).StatusCode.Should().Be(HttpStatusCode.Accepted);

        (await guest.SendClipAsync(clip, isAsync: true).CodeAsync(HttpStatusCode.TooManyRequests)).Should().Be("too_many_jobs");
        (await _app.Local.SendClipAsync(clip, isAsync: true)).StatusCode.Should().Be(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task An_upload_can_be_called_off_while_it_comes()
    {
        var id = await _app.Local.OpenMarketAsync();
        using var upload = await RawUpload.BeginAsync(_app.Address, _app.Key, 500_000, $"?bet_ids={id}");
        await upload.SendAsync(Mp4Head);
        await Eventually.IsTrueAsync(() => _app.HeldClips.Length == 1, "the upload begins");
        var job = Guid.ParseExact(Path.GetFileNameWithoutExtension(_app.HeldClips[0]), "N");

        var cancelled = await (await _app.Local.PostAsync($"/api/jobs/{job}/cancel", null)).ReadAsync();

        cancelled.GetProperty("state").GetString().Should().Be("cancelled");
        _app.HeldClips.Should().BeEmpty();
        (await _app.Local.StateOfAsync(id)).Should().Be("open");
        (await upload.ReadAnswerAsync()).Should().StartWith("HTTP/1.1 409").And.Contain("upload_cancelled");
    }

    [Fact]
    public async Task Hostile_clips_get_a_sentence_or_an_honest_analysis_and_leave_nothing()
    {
        if (SharedMaterial.HostileClips is not { } folder)
        {
            output.WriteLine("Not run: there are no hostile clips beside this checkout.");
            return;
        }

        using var app = TestApp.Start();
        foreach (var entry in SharedMaterial.Manifest(folder))
        {
            var name = entry.GetProperty("file").GetString()!;
            var expected = entry.GetProperty("expected").GetString()!;
            using var response = await app.Local.SendClipAsync(Path.Combine(folder, name));
            var text = await response.Content.ReadAsStringAsync();
            output.WriteLine($"{name}: {(int)response.StatusCode} {text[..Math.Min(200, text.Length)]}");

            ((int)response.StatusCode).Should().BeOneOf([200, 400, 413, 415], name);
            if (expected.StartsWith("reject", StringComparison.Ordinal) && !expected.Contains(" or ", StringComparison.Ordinal))
                response.StatusCode.Should().NotBe(HttpStatusCode.OK, name);
            text.Should().NotContain(app.DataDirectory).And.NotContain("hostname");
        }

        app.HeldClips.Should().BeEmpty();
        (await app.Local.GetJsonAsync("/api/health")).GetProperty("status").GetString().Should().Be("healthy");
    }
}
