using System.Globalization;

namespace StreamBet.Tests.Support;

/// <summary>Clips with real contents, made from photographs that a package ships.</summary>
internal static class RealClips
{
    private const string Nobody = "nobody.mp4";

    /// <summary>Four people for three seconds, filmed by a moving camera: Person is in every sample.</summary>
    public static Task<string> PeopleAsync() => TestClips.MakeAsync(
        "people.mp4",
        "-loop", "1", "-framerate", "25", "-t", "3", "-i", Picture("sample4.jpg"),
        "-vf", "scale=1280:-2,crop=960:540:x='40+20*t':y='n/10'", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast");

    /// <summary>Eight seconds of four people, filmed by a camera that wanders about: a clip that can be recognised.</summary>
    public static Task<string> WanderingAsync() => TestClips.MakeAsync(
        "wandering.mp4",
        "-loop", "1", "-framerate", "10", "-t", "8", "-i", Picture("sample4.jpg"),
        "-vf", "scale=900:-2,crop=640:360:x='130+60*sin(1.1*t)+50*sin(2.9*t+1)':y='70+30*cos(1.7*t)+30*sin(3.7*t)'",
        "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast");

    /// <summary>Four seconds of the same people, over whom the camera goes another way for each number: clips of which none is a copy
    /// of another.</summary>
    public static Task<string> PassingAsync(int number) => TestClips.MakeAsync(
        $"passing-{number}.mp4",
        "-loop", "1", "-framerate", "10", "-t", "4", "-i", Picture("sample4.jpg"),
        "-vf", string.Create(CultureInfo.InvariantCulture, $"scale=900:-2,crop=640:360:x='130+{60 + (number * 7 % 40)}*sin({1 + (number * 0.37 % 2):0.00}*t+{number})':y='70+50*cos({1 + (number * 0.61 % 3):0.00}*t+{number})',hue=h={number * 47 % 360}"),
        "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast");

    /// <summary>30 s of 1280 x 720 at 30 fps with camera noise, as from a phone.</summary>
    /// <param name="way">Which way the camera is moved: one clip is no copy of another.</param>
    public static Task<string> HalfMinuteAsync(int way = 0) => TestClips.MakeAsync(
        $"half-minute-{way}.mp4",
        "-loop", "1", "-framerate", "30", "-t", "30", "-i", Picture("sample4.jpg"),
        "-vf", $"scale=1400:-2,crop=1280:720:x='60+50*sin(t*{1 + way}+{way})':y='20+15*cos(t*{1 + way}-{way})',noise=alls=6:allf=t", "-pix_fmt", "yuv420p",
        "-c:v", "libx264", "-preset", "veryfast", "-b:v", "4M");

    /// <summary>Eight seconds of a game: people behind a score that goes up by two a second, and VICTORY in the middle from the
    /// fifth second on.</summary>
    public static Task<string> GameAsync() => TestClips.MakeAsync(
        "game.mp4",
        "-loop", "1", "-framerate", "10", "-t", "8", "-i", Picture("sample4.jpg"),
        "-vf", "scale=1400:-2,crop=1280:720:x='60+50*sin(t)':y='20+15*cos(t)',"
            + "drawtext=text='SCORE\\: %{eif\\:1+t*2\\:d}':x=40:y=30:fontsize=40:fontcolor=white:box=1:boxcolor=black@0.7:boxborderw=10,"
            + "drawtext=text='VICTORY':x=(w-tw)/2:y=(h-th)/2:fontsize=110:fontcolor=yellow:borderw=5:enable='gte(t,5)'",
        "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast");

    /// <summary>A moving scene, 8 s long, over which a banner with a word in a box of its own lies from 4 s on.</summary>
    public static Task<string> BannerAsync(string word) => TestClips.MakeAsync(
        $"banner-{word}.mp4",
        "-loop", "1", "-framerate", "10", "-t", "8", "-i", Picture("sample4.jpg"),
        "-vf", $"scale=1400:-2,crop=1280:720:x='60+50*sin(t)':y='20+15*cos(t)',{Banner(word, 110, 40)}:enable='gte(t,4)'",
        "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "28");

    /// <summary>A picture of that banner alone, as PNG, at another size than in the clip.</summary>
    public static async Task<byte[]> BannerPictureAsync(string word) => await File.ReadAllBytesAsync(await TestClips.MakeAsync(
        $"banner-{word}.png", "-f", "lavfi", "-i", $"color=0x203080:s=480x130,{Banner(word, 88, 32)}", "-frames:v", "1"));

    private static string Banner(string word, int size, int border) =>
        $"drawtext=text='{word}':x=(w-tw)/2:y=(h-th)/2:fontsize={size}:fontcolor=white:box=1:boxcolor=0x203080:boxborderw={border}";

    /// <summary>No people or things: three seconds of a flight into a fractal, with enough light and motion for a
    /// NO.</summary>
    /// <param name="name">A different file name gives a clip with different bytes.</param>
    public static async Task<string> NobodyAsync(string name = Nobody)
    {
        var clip = await TestClips.MakeAsync(
            Nobody, "-f", "lavfi", "-i", "mandelbrot=size=320x180:rate=10", "-t", "3", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast");
        return name == Nobody ? clip : await TestClips.WriteAsync(name, FreeBox.AddTo(await File.ReadAllBytesAsync(clip), name));
    }

    /// <summary>A quarter of a minute of the same people, in over 3 MB: long enough for something to happen while it is
    /// uploaded and analysed.</summary>
    public static Task<string> QuarterMinuteAsync() => NoisyAsync("quarter-minute.mp4", "15", "2M");

    /// <summary>Six seconds of the same people, in over 3 MB: long enough for something to happen while it is
    /// uploaded.</summary>
    public static Task<string> SixSecondsAsync() => NoisyAsync("six-seconds.mp4", "6", "5M");

    private static Task<string> NoisyAsync(string name, string seconds, string rate) => TestClips.MakeAsync(
        name,
        "-loop", "1", "-framerate", "15", "-t", seconds, "-i", Picture("sample4.jpg"),
        "-vf", "scale=1280:-2,crop=960:540:x='40+8*t':y='n/10',noise=alls=12:allf=t", "-pix_fmt", "yuv420p", "-c:v", "libx264",
        "-preset", "veryfast", "-b:v", rate);

    public static string Picture(string name)
    {
        var folder = Path.Combine(
            Repository.Root, "StreamBet.Tests", "Support", "Pictures", "node_modules", "@vladmandic", "face-api", "demo");
        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException("The test pictures are missing; ./test.sh installs them.", path);
    }
}
