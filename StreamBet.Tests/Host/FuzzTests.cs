using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using StreamBet.Tests.Api;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Host;

/// <summary>Requests that nobody in their right mind sends, to every endpoint, by every kind of person: none breaks the server, and when
/// they are over it holds no more files, children or memory than before.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int Together = 4;
    private const long MaxGrownMemory = 300L << 20; // Of an idle server that has analysed its first clips.
    private const int MaxGrownFiles = 40;

    // One takes a second or two here, and many times as long beside other work.
    private static readonly TimeSpan PerClip = TimeSpan.FromMinutes(3);

    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1e308", "-1e-308", "9223372036854775807", "1.5", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\u202e\\u200b\"",
        "\"NaN\"", "[]", "{}", "[[[[[[[[[[]]]]]]]]]]", $"\"{new string('x', 70_000)}\"", "\"2026-11-29T12:00:00Z\"", "\"../../etc/passwd\"",
        "\"<script>alert(1)</script>\"", "\"'; DROP TABLE markets; --\"", "\"%00%0d%0aSet-Cookie: a=b\"",
    ];

    private static readonly string[] Bodies =
    [
        "{\"event\":\"Shall we?\",\"criterion\":{\"labels\":[\"Dog\"],\"times\":2,\"start\":0,\"end\":4,\"threshold\":80},\"closes_in_seconds\":60,\"challenge_seconds\":0}",
        "{\"event\":\"Shall we?\",\"criterion\":{\"text\":{\"phrase\":\"VICTORY\",\"region\":{\"x\":0,\"y\":0,\"width\":1,\"height\":1}}}}",
        "{\"event\":\"Shall we?\",\"criterion\":{\"picture\":{\"sha256\":\"aa\",\"name\":\"It\"}},\"people\":true,\"hidden_seconds\":30,\"random_lock\":true}",
        "{\"side\":\"YES\",\"amount\":1,\"revision\":1}",
        "{\"bet_id\":1,\"job_id\":\"01a2289b-ecbb-74b6-9bdf-c81e03dbab4d\",\"threshold\":90}",
        "{\"bet_id\":1,\"analysis\":{\"labels\":[{\"label\":\"Dog\",\"confidence\":97.1,\"timestamps\":[0.5,1.0],\"category\":\"Animals\"}],\"video_metadata\":{\"duration_seconds\":30.2,\"format\":\"MOV\"}}}",
        "{\"reason\":\"Why not?\",\"outcome\":\"NO\",\"second\":1.5,\"text\":\"Because.\",\"name\":\"Ada\"}",
        "{\"name\":\"Ada\"}",
    ];

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public Task Half_a_minute_of_nonsense_breaks_nothing() => FuzzAsync(TimeSpan.FromSeconds(30));

    [Fact]
    [Trait("Category", "Long")]
    public Task Ten_minutes_of_nonsense_break_nothing() => FuzzAsync(TimeSpan.FromMinutes(10));

    private async Task FuzzAsync(TimeSpan time)
    {
        string[] limits = ["Uploads", "OffersPerHour", "MarketsPerHour", "StakesPerMinute", "ReadsPerMinute", "ChecksPerMinute"];
        using var server = await ServerProcess.StartApplicationAsync(
            _data.Path, [.. limits.SelectMany(limit => new[] { $"--StreamBet:Limits:{limit}", "1000000" })]);
        byte[][] clips =
        [
            await File.ReadAllBytesAsync(await TestClips.QuartersAsync("mp4")), await File.ReadAllBytesAsync(await TestClips.QuartersAsync("avi")),
            await File.ReadAllBytesAsync(await TestClips.QuartersAsync("mov")),
        ];

        // Everything that the server loads or caches once is there before it is measured.
        using (var local = server.NewClient())
            (await local.SendClipAsync(await TestClips.QuartersAsync("mp4"))).Dispose();
        await ForAsync(TimeSpan.FromSeconds(time.TotalSeconds / 10), server, clips, seed: 1);
        var (memory, files) = (server.Memory, server.OpenFiles);

        await ForAsync(time, server, clips, seed: Environment.TickCount);

        using var client = server.NewClient();
        for (var left = await UnfinishedAsync(client); left > 0; left = await UnfinishedAsync(client))
            await Eventually.IsTrueAsync(async () => await UnfinishedAsync(client) < left, "its clips are analysed, one after the other", PerClip);
        (await client.GetJsonAsync("/api/health")).GetProperty("status").GetString().Should().Be("healthy");
        Directory.GetFiles(Path.Combine(_data.Path, "clips")).Should().BeEmpty();
        server.Children.Should().BeEmpty();
        await Eventually.IsTrueAsync(() => server.OpenFiles < files + MaxGrownFiles, "connections and files are closed");
        (server.Memory - memory).Should().BeLessThan(MaxGrownMemory);
    }

    private static async Task<int> UnfinishedAsync(HttpClient client) =>
        (await client.GetJsonAsync("/api/health")).GetProperty("unfinished_jobs").GetInt32();

    private static Task ForAsync(TimeSpan time, ServerProcess server, byte[][] clips, int seed)
    {
        var start = Stopwatch.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, Together).Select(async worker =>
        {
            var random = new Random(seed + worker);
            using var known = server.NewClient();
            using var nobody = new HttpClient { BaseAddress = server.Address };
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                // Those of the first half are analysed by the end.
                using var request = random.Next(100) == 0 && Stopwatch.GetElapsedTime(start) < time / 2 ? Upload(random, clips) : Call(random);
                await SendAsync(random.Next(4) == 0 ? nobody : known, request, $"seed {seed + worker}");
            }
        }));
    }

    private static async Task SendAsync(HttpClient client, HttpRequestMessage request, string seed)
    {
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if ((int)response.StatusCode < 500)
                return;
            var text = await response.Content.ReadAsStringAsync();
            text.Should().NotContain("processing_error", "{0} {1} with {2} was asked ({3})", request.Method, request.RequestUri, request.Content is StringContent body ? await body.ReadAsStringAsync() : "a clip", seed)
                .And.NotContain("analysis_error");
        }
        catch (HttpRequestException)
        {
            // The server closes the connection on what is no HTTP, or before an upload that it refuses is over.
        }
    }

    private static HttpRequestMessage Call(Random random)
    {
        var endpoint = random.GetItems([.. AuthorizationMatrixTests.Endpoints], 1)[0].Split(' ');
        var path = string.Join('/', endpoint[1].Split('/').Select(part => part.StartsWith('{') ? Part(random) : part));
        if (random.Next(3) == 0)
            path += $"?{random.GetItems(["below", "count", "status", "after", "bet_ids", "share_frames", "read_text", "x"], 1)[0]}={Part(random)}";
        var request = new HttpRequestMessage(new HttpMethod(endpoint[0]), new Uri(path, UriKind.Relative));
        if (endpoint[0] != "GET")
            request.Content = Body(random);
        return Decorated(random, request);
    }

    private static string Part(Random random) => random.Next(8) switch
    {
        0 => Uri.EscapeDataString(Bit(random)),
        1 => "01a2289b-ecbb-74b6-9bdf-c81e03dbab4d",
        2 => "-1",
        3 => "99999999999999999999",
        4 => new string('a', 64),
        5 => "%00",
        _ => random.Next(1, 9).ToString(CultureInfo.InvariantCulture),
    };

    private static string Bit(Random random)
    {
        var value = random.GetItems(Values, 1)[0];
        return value[..Math.Min(40, value.Length)];
    }

    private static StringContent Body(Random random)
    {
        var body = new StringBuilder(random.GetItems(Bodies, 1)[0]);
        for (var change = random.Next(4); change > 0; change--)
        {
            var at = random.Next(body.Length);
            switch (random.Next(5))
            {
                case 0:
                    body.Remove(at, Math.Min(body.Length - at - 1, random.Next(1, 20)));
                    break;
                case 1:
                    body.Insert(at, (char)random.Next(1, 0xd800));
                    break;
                default:
                    // Another value after a colon, which usually leaves it valid JSON.
                    var text = body.ToString();
                    var colon = text.IndexOf(':', at);
                    var end = colon < 0 ? -1 : text.IndexOfAny([',', '}', ']'], colon);
                    if (end > 0)
                        body.Remove(colon + 1, end - colon - 1).Insert(colon + 1, random.GetItems(Values, 1)[0]);
                    break;
            }
        }

        return new StringContent(body.ToString(), Encoding.UTF8, random.Next(20) == 0 ? "text/plain" : "application/json");
    }

    private static HttpRequestMessage Upload(Random random, byte[][] clips)
    {
        var clip = (byte[])random.GetItems(clips, 1)[0].Clone();
        for (var change = random.Next(1, 30); change > 0; change--)
            clip[random.Next(random.Next(2) == 0 ? Math.Min(clip.Length, 400) : clip.Length)] = (byte)random.Next(256);
        var form = new MultipartFormDataContent();
        if (random.Next(4) == 0)
            form.Add(new StringContent(random.GetItems(Values, 1)[0]), random.GetItems(["bet_ids", "share_frames", "read_text", "x"], 1)[0]);
        var letter = (char)random.Next(32, 0x3000);

        // A quotation mark alone is no name that this client can send.
        if (letter == '"')
            letter = '\'';
        form.Add(new ByteArrayContent(clip, 0, random.Next(3) == 0 ? random.Next(clip.Length) : clip.Length), "file", $"{letter}.mp4");
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/analyze") { Content = form };
        request.Headers.Add("Prefer", "respond-async");
        return Decorated(random, request);
    }

    private static HttpRequestMessage Decorated(Random random, HttpRequestMessage request)
    {
        switch (random.Next(8))
        {
            case 0:
                request.Headers.TryAddWithoutValidation("Accept", random.GetItems(["text/html", "*/*;q=2", "\u00e9", ""], 1)[0]);
                break;
            case 1:
                request.Headers.TryAddWithoutValidation("Cookie", $"streambet={Uri.EscapeDataString(Bit(random))}");
                break;
            case 2:
                request.Headers.TryAddWithoutValidation("Host", random.GetItems(["", "evil.example", "[::1", new string('h', 300)], 1)[0]);
                break;
            case 3:
                request.Headers.TryAddWithoutValidation("X-Forwarded-For", "256.1.1.1, unknown");
                break;
            case 4 when request.Content is { } content:
                content.Headers.ContentType = random.Next(2) == 0 ? null : new MediaTypeHeaderValue("multipart/form-data");
                break;
            default:
                break;
        }

        return request;
    }
}
