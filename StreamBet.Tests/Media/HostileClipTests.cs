using System.Net;
using System.Net.Sockets;
using System.Text;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Media;
using StreamBet.Tests.Support;
using Xunit.Abstractions;

namespace StreamBet.Tests.Media;

public class HostileClipTests(ITestOutputHelper output)
{
    private static readonly MediaOptions Options = new();

    // The clips that the shared manifest allows to be read; all others in it must be refused.
    private static readonly Dictionary<string, (double Min, double Max)> SecondsOfTheAccepted = new()
    {
        ["bitflips_in_mdat.mp4"] = (10.2, 10.3),
        ["declared_duration_lie.mp4"] = (6, 6),
        ["mp4_content_named.avi"] = (6.1, 6.1),
        ["truncated_half.avi"] = (4, 4.1),
    };

    private static readonly Dictionary<string, string> CodesOfTheRefused = new()
    {
        ["bomb_16384x8704.mp4"] = "picture_too_large",
        ["cover_art_only.mp4"] = "no_video",
        ["ftyp_only.mp4"] = "clip_damaged",
        ["long_4h_64x64.mp4"] = "clip_too_long",
        ["truncated_no_moov.mp4"] = "clip_damaged",
        ["zero_length.mp4"] = "clip_damaged",
    };

    [Fact]
    public async Task Every_shared_hostile_clip_is_refused_or_read_for_what_it_is()
    {
        if (SharedMaterial.HostileClips is not { } folder)
        {
            output.WriteLine("The shared hostile clips are not here.");
            return;
        }

        foreach (var name in SharedMaterial.Manifest(folder).Select(entry => entry.GetProperty("file").GetString()!))
        {
            var path = Path.Combine(folder, name);
            if (SecondsOfTheAccepted.TryGetValue(name, out var seconds))
                await ExpectAsync(path, seconds.Min, seconds.Max);
            else
                (await RefusalOfAsync(path)).Code.Should().Be(
                    CodesOfTheRefused.GetValueOrDefault(name, "unsupported_container"), "of {0}", name);
        }
    }

    [Fact]
    public async Task Every_shared_hostile_clip_is_converted_or_fails_with_a_sentence()
    {
        if (SharedMaterial.HostileClips is not { } folder)
        {
            output.WriteLine("The shared hostile clips are not here.");
            return;
        }

        using var converter = Conversions.Converter();
        using var place = new TemporaryFolder();
        foreach (var name in SharedMaterial.Manifest(folder).Select(entry => entry.GetProperty("file").GetString()!))
        {
            var path = Path.Combine(folder, name);
            var isAccepted = SecondsOfTheAccepted.ContainsKey(name);
            // Refused clips are never converted, but an attempt must end as well.
            var video = isAccepted
                ? await Probe().ProbeAsync(path, default)
                : new VideoMetadata(TimeSpan.FromSeconds(4), "", "h264", 64, 64, 30, 0);
            var target = place.File($"{name}.converted");
            try
            {
                var damaged = await converter.ConvertAsync(path, video, target, _ => { }, default);
                isAccepted.Should().BeTrue("of {0}", name);
                (damaged > 0).Should().Be(name is "bitflips_in_mdat.mp4" or "truncated_half.avi", "of {0}", name);
            }
            catch (AnalysisFailedException failure)
            {
                isAccepted.Should().BeFalse("of {0}: {1}", name, failure.Message);
                failure.Message.Should().NotContain(path).And.EndWith(".");
                File.Exists(target).Should().BeFalse();
            }
        }
    }

    [Fact]
    public async Task Every_shared_clip_is_read_for_what_it_is()
    {
        if (SharedMaterial.Clips is not { } folder)
        {
            output.WriteLine("The shared clips are not here.");
            return;
        }

        foreach (var entry in SharedMaterial.Manifest(folder))
        {
            var path = Path.Combine(folder, entry.GetProperty("file").GetString()!);
            var video = await Probe().ProbeAsync(path, default);
            // The manifest has the coded size and counter-clockwise degrees; one clip has pixels that are not square.
            var width = path.EndsWith("webcam_face_glasses.mp4", StringComparison.Ordinal)
                ? 480
                : entry.GetProperty("width").GetInt32();
            var height = entry.GetProperty("height").GetInt32();
            var isTurned = entry.GetProperty("rotation").ToString() == "-90";
            video.Should().BeEquivalentTo(
                new
                {
                    Codec = entry.GetProperty("codec").GetString(),
                    Width = isTurned ? height : width,
                    Height = isTurned ? width : height,
                    Rotation = isTurned ? 90 : 0,
                },
                "of {0}", path);
            video.Duration.TotalSeconds.Should().BeApproximately(
                entry.GetProperty("duration_s").GetDouble(), 0.1, "of {0}", path);
            video.FrameRate.Should().BeApproximately(entry.GetProperty("fps").GetDouble(), 0.1, "of {0}", path);
            // Exactly one sample per half second, also in the last part of a second that the plan leaves open.
            (await CountFramesAsync(path, video)).Should().Be(
                (int)Math.Ceiling((video.Duration.TotalSeconds * 2) - 0.01), "of {0}", path);
        }
    }

    [Theory]
    [InlineData("list.mp4", "ffconcat version 1.0\nfile neighbour.mp4\n")]
    [InlineData("list.mov", "ffconcat version 1.0\nfile 'http://127.0.0.1:PORT/x.mp4'\n")]
    [InlineData("live.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:PORT/x.ts\n#EXT-X-ENDLIST\n")]
    [InlineData("live.avi", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nneighbour.mp4\n#EXT-X-ENDLIST\n")]
    [InlineData("session.mp4", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video PORT RTP/AVP 96\n")]
    [InlineData("session.mov", "AAAAfree\nv=0\nc=IN IP4 127.0.0.1\nt=0 0\nm=video PORT RTP/AVP 96\n")]
    [InlineData("dash.mp4", "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" "
        + "mediaPresentationDuration=\"PT1S\"><Period><AdaptationSet mimeType=\"video/mp4\"><Representation id=\"1\" "
        + "bandwidth=\"1\"><BaseURL>http://127.0.0.1:PORT/x.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>")]
    public async Task A_script_reads_no_neighbour_and_reaches_no_network(string name, string script)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var folder = new TemporaryFolder();
        File.Copy(await TestClips.CountingAsync("mp4"), folder.File("neighbour.mp4"));
        var path = folder.File(name);
        await File.WriteAllTextAsync(path, script.Replace("PORT", $"{port}", StringComparison.Ordinal));

        var refusal = await RefusalOfAsync(path);

        refusal.Code.Should().BeOneOf("unsupported_container", "clip_damaged");
        // The first bytes are enough to refuse it; the tools must refuse it as well.
        (await ToolsSayAsync(Options.Ffprobe, MediaArguments.Probe(path))).IsSuccess.Should().BeFalse();
        var video = new VideoMetadata(TimeSpan.FromSeconds(4), "", "h264", 64, 64, 30, 0);
        var decoding = await ToolsSayAsync(Options.Ffmpeg, MediaArguments.Decode(path, video, [64], 2, 8, Options));
        decoding.IsSuccess.Should().BeFalse();
        foreach (var converting in new[]
        {
            MediaArguments.Copy(path, video, folder.File("converted"), Options),
            MediaArguments.Transcode(path, video, folder.File("converted"), 30, 100, Options),
        })
        {
            (await ToolsSayAsync(Options.Ffmpeg, converting)).IsSuccess.Should().BeFalse();
        }

        listener.Pending().Should().BeFalse("nothing may connect");
    }

    private static ClipProbe Probe() => new(Options, Conversions.Tools);

    // Without a sandbox: that the tools refuse by themselves holds everywhere.
    private static async Task<ChildEnd> ToolsSayAsync(string tool, IReadOnlyList<string> arguments)
    {
        var command = new ChildCommand(tool, arguments) { Sandbox = Sandbox.None };
        var (said, end) = await ChildProcess.CollectAsync(command, 1 << 20, TimeProvider.System, default);
        Encoding.UTF8.GetString(said).Should().NotContain("codec_name");
        return end;
    }

    private static async Task<Refusal> RefusalOfAsync(string path)
    {
        var probing = () => Probe().ProbeAsync(path, default);
        return (await probing.Should().ThrowAsync<RefusedException>("of {0}", path)).Which.Refusal;
    }

    private static async Task ExpectAsync(string path, double min, double max)
    {
        var video = await Probe().ProbeAsync(path, default);
        video.Duration.TotalSeconds.Should().BeInRange(min, max, "of {0}", path);
        // The duration of a truncated file is an estimate.
        (await CountFramesAsync(path, video)).Should().BeInRange(
            1, SampleTimes.Count(video.Duration, 2) + 1, "of {0}", path);
    }

    private static async Task<int> CountFramesAsync(string path, VideoMetadata video)
    {
        var count = 0;
        await foreach (var frame in new FfmpegFrameSource(Options, TimeProvider.System)
            .ReadAsync(path, video, 512, 2, Conversions.Report(2), default))
        {
            frame.Dispose();
            count++;
        }

        return count;
    }
}
