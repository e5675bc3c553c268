using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Host;

/// <summary>The key of the account <c>local</c>, in a file of the data directory that only the server's own user can read.
/// Nothing in a request shows where it comes from: a proxy or a tunnel on this machine calls just as a program on it
/// does, but neither sends this key along.</summary>
internal sealed class LocalKey
{
    /// <summary>The file's name. It holds a whole header, so that <c>curl -H @data/local-key</c> sends it.</summary>
    public const string FileName = "local-key";

    private const string Header = "Authorization: Bearer ";
    private const string Prefix = "sbl_";

    private readonly byte[] _digest;

    /// <summary>Reads the key; writes a new one if there is none, or if the file holds something else.</summary>
    /// <exception cref="OptionsValidationException">The file can't be read or written.</exception>
    public LocalKey(IOptions<StreamBetOptions> options)
    {
        var path = Path.Combine(options.Value.DataDirectory, FileName);
        try
        {
            _digest = Digest(Read(path) ?? Write(path));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException(
                StreamBetOptions.Section, typeof(StreamBetOptions),
                [$"The key for calls from this machine, {path}, can't be read or written: {wrong.Message}"]);
        }
    }

    /// <summary>Whether this is the key; takes the same time for every wrong one.</summary>
    public bool Matches(string sent) => CryptographicOperations.FixedTimeEquals(Digest(sent), _digest);

    private static string? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        var line = File.ReadAllText(path).Trim();
        return line.StartsWith(Header + Prefix, StringComparison.Ordinal) && line.Length > Header.Length + 32
            ? line[Header.Length..]
            : null;
    }

    private static string Write(string path)
    {
        var key = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        OwnFile.Write(path, Header + key);
        return key;
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
