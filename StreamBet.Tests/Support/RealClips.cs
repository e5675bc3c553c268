namespace StreamBet.Tests.Support;

/// <summary>Clips with something real to see in them, made from photographs that a package ships.</summary>
internal static class RealClips
{
    /// <summary>Four people for three seconds, seen by a camera that moves: Person is in every sample.</summary>
    public static Task<string> PeopleAsync() => TestClips.MakeAsync(
        "people.mp4",
        "-loop", "1", "-framerate", "25", "-t", "3", "-i", Picture("sample4.jpg"),
        "-vf", "scale=1280:-2,crop=960:540:x='40+20*t':y='n/10'", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast");

    /// <summary>Nobody: three seconds of a flat colour that changes slowly.</summary>
    /// <param name="name">A file name of its own makes a clip with other bytes.</param>
    public static Task<string> NobodyAsync(string name = "nobody.mp4") => TestClips.MakeAsync(
        name, "-f", "lavfi", "-i", "color=c=0x406080:s=320x180:r=10:d=3", "-vf", "hue=h=10*t", "-metadata", $"title={name}",
        "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast");

    private static string Picture(string name)
    {
        var folder = Path.Combine(
            ProjectFolder.Path, "StreamBet.Tests", "Support", "Pictures", "node_modules", "@vladmandic", "face-api", "demo");
        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException("The test pictures are missing; ./test.sh installs them.", path);
    }
}

/// <summary>The folder of the checkout that these tests were built from.</summary>
internal static class ProjectFolder
{
    /// <summary>Its path.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "StreamBet.Blazor.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("The tests run from within a checkout of the project.");
    }
}
