using System.Text;

namespace StreamBet.Web.Host;

/// <summary>A file with a secret.</summary>
internal static class OwnFile
{
    /// <summary>Writes a line to a file that only the server's own user can read, from its first byte on.</summary>
    public static void Write(string path, string line)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, Encoding.ASCII, options);
        writer.WriteLine(line);
    }
}
