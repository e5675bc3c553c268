using System.Diagnostics;
using System.Globalization;
using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Media;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks;

/// <summary>How many copies fingerprints find among real clips, how many others they take for copies, and how long a look-up
/// takes among 10,000 clips.</summary>
internal static class FingerprintBenchmark
{
    private const int Clips = 10_000;
    private const int MinCut = 10;

    // With those of the known clips that move enough, 30.
    private const int DrawnClips = 3;
    private const string Remux = "remux";

    private static readonly (string Name, string Arguments)[] Changes =
    [
        (Remux, "-c copy"), ("encode", "-crf 40"), ("scale", "-vf scale=180:-2"),
        ("crop", "-vf crop=trunc(iw*0.85/2)*2:trunc(ih*0.85/2)*2"), ("trim", "-ss 1.37"), ("fast", "-vf setpts=PTS/1.05"),
        ("slow", "-vf setpts=PTS*1.05"), ("letterbox", "-vf pad=iw:trunc(ih*1.35/2)*2:0:(oh-ih)/2"),
        ("logo", "-vf drawbox=x=10:y=10:w=60:h=30:c=white:t=fill"), ("brightness", "-vf eq=brightness=0.12:contrast=1.15"),
        ("mirror", "-vf hflip"), ("rate", "-vf fps=15"), ("colour", "-vf hue=h=40:s=0.5"),
    ];

    public static async Task RunAsync()
    {
        LookUp();
        if (SharedMaterial.KnownClips.Count == 0)
        {
            Console.WriteLine("There are no clips beside the project.");
            return;
        }

        var clips = SharedMaterial.KnownClips
            .SelectMany(folder => SharedMaterial.Manifest(folder).Select(entry => Path.Combine(folder, entry.GetProperty("file").GetString()!)))
            .Concat(await Task.WhenAll(Enumerable.Range(1, DrawnClips).Select(DrawSceneAsync)));
        var known = new Dictionary<string, (List<FingerprintPicture> Kept, List<FingerprintPicture> Fine)>();
        foreach (var clip in clips)
        {
            var path = await SmallAsync(clip);
            known[path] = (await SampleAsync(path), await SampleAsync(path, ClipFingerprint.FineSamplesPerSecond));
        }

        CompareCuts(known);
        await FindCopiesAsync(known.ToDictionary(clip => clip.Key, clip => clip.Value.Kept));
    }

    // Looks each copy up among all originals, as the application does.
    private static async Task FindCopiesAsync(Dictionary<string, List<FingerprintPicture>> known)
    {
        var index = new FingerprintIndex();
        var originals = new Dictionary<Guid, (string Path, bool IsTold)>();
        foreach (var (path, samples) in known)
        {
            var id = Guid.NewGuid();
            var fingerprint = ClipFingerprint.FromSamples(samples);
            index.Add(id, fingerprint);
            var isTold = FingerprintMatcher.Compare(fingerprint, fingerprint) is not null;
            if (!isTold)
                Print($"  too static to tell, unless the pictures are the same: {Path.GetFileName(path)}");
            originals.Add(id, (path, isTold));
        }

        var (unrelated, pairs) = (0, 0);
        foreach (var (name, arguments) in Changes)
        {
            var (found, count) = (0, 0);
            foreach (var (id, (path, isTold)) in originals)
            {
                if (name != Remux && !isTold)
                    continue;
                var copy = await TestClips.MakeAsync(
                    $"{Path.GetFileNameWithoutExtension(path)}-{name}.mp4", ["-i", path, .. arguments.Split(' ')]);
                var fingerprint = ClipFingerprint.FromSamples(await SampleAsync(copy));
                var matches = index.Find(fingerprint).Select(match => match.Id).ToList();
                if (matches.Count == 0)
                {
                    var fine = ClipFingerprint.FromSamples(
                        await SampleAsync(copy, ClipFingerprint.FineSamplesPerSecond), ClipFingerprint.FineSamplesPerSecond);
                    matches = [.. index.Find(fine).Select(match => match.Id)];
                }

                (unrelated, pairs) = (unrelated + matches.Count(match => match != id), pairs + index.Count - 1);

                // Under five seconds in common.
                if (name != Remux && fingerprint.Count < MinCut)
                    continue;
                count++;
                if (matches.Contains(id))
                    found++;
                else
                    Print($"  missed: {Path.GetFileName(copy)}");
            }

            Print($"{name}: {found} of {count} copies found");
        }

        Print($"unrelated: {unrelated} of {pairs} pairs taken for copies");
    }

    private static void CompareCuts(Dictionary<string, (List<FingerprintPicture> Kept, List<FingerprintPicture> Fine)> clips)
    {
        const int Fineness = ClipFingerprint.FineSamplesPerSecond / ClipFingerprint.SamplesPerSecond;
        var (disjoint, cuts) = (0, 0);
        foreach (var (path, (clip, fine)) in clips)
        {
            for (var length = MinCut; length <= 30; length += 5)
            {
                for (var start = 0; start + (2 * length) <= clip.Count; start++, cuts++)
                {
                    var first = ClipFingerprint.FromSamples(clip.GetRange(start, length));
                    var last = ClipFingerprint.FromSamples(clip.GetRange(clip.Count - length, length));
                    var fineLast = ClipFingerprint.FromSamples(
                        fine.GetRange((clip.Count - length) * Fineness, Math.Min(length * Fineness, fine.Count - ((clip.Count - length) * Fineness))),
                        ClipFingerprint.FineSamplesPerSecond);
                    var match = first.IsOfSamePicturesAs(last)
                        ? FingerprintMatcher.OfSamePictures(first)
                        : FingerprintMatcher.Compare(first, last) ?? FingerprintMatcher.Compare(first, fineLast);
                    if (match is null)
                        continue;
                    disjoint++;
                    Print($"  taken for a copy: {Path.GetFileName(path)}, {length} samples from {start} on: {match}");
                }
            }
        }

        Print($"disjoint cuts of one recording: {disjoint} of {cuts} pairs taken for copies");
    }

    private static void LookUp()
    {
        var index = new FingerprintIndex();
        // As many scenes as can be drawn in a minute, each with its shapes in many orders.
        var scenes = Enumerable.Range(10, 100).Select(seed => Draw(seed, 0, 30).ToBytes()).ToList();
        var random = new Random(1);
        for (var n = 0; n < Clips - 1; n++)
            index.Add(Guid.NewGuid(), ClipFingerprint.FromBytes(Shuffle(scenes[n % scenes.Count], random))!);
        index.Add(Guid.NewGuid(), Draw(1, 0, 30));
        const int Fine = ClipFingerprint.FineSamplesPerSecond;
        Time(index, "look-up", Draw(1, 2.2, 20));
        Time(index, "look-up by a fine fingerprint", ClipFingerprint.FromSamples(new MovingScene(1).Samples(2.2, 20, Fine), Fine));
    }

    private static void Time(FingerprintIndex index, string name, ClipFingerprint copy)
    {
        index.Find(copy);
        var times = new List<double>();
        for (var round = 0; round < 21; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var found = index.Find(copy).Count;
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (found != 1)
                Print($"  found {found} instead of 1");
        }

        times.Sort();
        Print($"{name} among {Clips} clips of 30 s: median {times[10]:0.0} ms, at most {times[^1]:0.0} ms");
    }

    private static ClipFingerprint Draw(int seed, double from, double seconds) =>
        ClipFingerprint.FromSamples(new MovingScene(seed).Samples(from, seconds));

    private static byte[] Shuffle(byte[] fingerprint, Random random)
    {
        const int header = 5;
        const int shapes = 16;
        var order = Enumerable.Range(0, shapes).ToArray();
        random.Shuffle(order);
        var shuffled = (byte[])fingerprint.Clone();
        for (var at = header; at < shuffled.Length; at++)
            shuffled[at] = fingerprint[at - ((at - header) % shapes) + order[(at - header) % shapes]];
        return shuffled;
    }

    private static async Task<string> DrawSceneAsync(int seed)
    {
        const int rate = 12;
        var raw = await TestClips.WriteAsync($"scene-{seed}.raw", new MovingScene(seed).Raw(0, 20, rate, 320, 180));
        return await TestClips.MakeAsync(
            $"scene-{seed}.mp4", "-f", "rawvideo", "-pixel_format", "gray", "-video_size", "320x180", "-framerate", $"{rate}", "-i", raw,
            "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast");
    }

    private static Task<string> SmallAsync(string path) => TestClips.MakeAsync(
        $"small-{Path.GetFileNameWithoutExtension(path)}.mp4",
        "-i", path, "-an", "-vf", "scale=320:-2", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "16", "-pix_fmt", "yuv420p");

    private static async Task<List<FingerprintPicture>> SampleAsync(string path, int samplesPerSecond = ClipFingerprint.SamplesPerSecond)
    {
        var report = new DecodeReport();
        var source = new FfmpegFrameSource(new MediaOptions(), TimeProvider.System);
        var frames = source.ReadAsync(
            path, await Conversions.ProbeAsync(path), 320, samplesPerSecond, report, CancellationToken.None);
        await foreach (var frame in frames)
            frame.Dispose();
        return report.Pictures;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
