using System.Security.Cryptography;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision;

/// <summary>The files of the vision models, as two npm packages bring them (see Models/NOTICE.md). They are pinned by
/// their digests: other files, even of a newer version, would give other confidences under the same name.</summary>
/// <param name="directory">The directory in which the packages are installed.</param>
internal sealed class ModelFiles(string directory)
{
    private const string Remedy =
        "Run ./run.sh once, or `npm ci` in StreamBet.Core/Vision/Models.";

    private static readonly string HumanModels = Path.Combine("@vladmandic", "human-models", "models");
    private static readonly string Objectron = Path.Combine("@mediapipe", "objectron");

    private static readonly ModelFile CenterNetGraph = new(
        HumanModels, "centernet.json", "bfb942eaacc5becf738d536663bc4580a0ae9e560722306e6d4dd7fe4a09de05");

    private static readonly ModelFile CenterNetWeights = new(
        HumanModels, "centernet.bin", "1b635a15009071f506f9f2b3519b31c072c534888989f30d269ffd44734ef7ef");

    private static readonly ModelFile NanoDetGraph = new(
        HumanModels, "nanodet.json", "4495eb0ec74bd33ee40a79aa06ebc1ccd7e28be1bf7355d93ffb570b8d77f45d");

    private static readonly ModelFile NanoDetWeights = new(
        HumanModels, "nanodet.bin", "5d0e4f8c4eded666287330be03017d494787d35f523fd77ca23f59db984a4ad9");

    /// <summary>The package keeps several files in one, one after the other; this is the first of them, after its
    /// header.</summary>
    private static readonly ModelFile SsdModel = new(
        Objectron, "objectron_solution_packed_assets.data",
        "d0a5255bf8c4f5a0bc4240741a76c41d5e939f7655078f945f50ab53a9375da6",
        Offset: 184, Length: 9_987_728);

    private static readonly ModelFile[] Expected =
        [CenterNetGraph, CenterNetWeights, NanoDetGraph, NanoDetWeights, SsdModel];

    private readonly string _folder = Path.Combine(directory, "node_modules");
    private readonly Dictionary<string, Checked> _checked = [];
    private readonly Lock _gate = new();

    /// <summary>A file that a model is read from.</summary>
    /// <param name="Folder">Its folder under <c>node_modules</c>.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Digest">SHA-256 of the model's part of it.</param>
    /// <param name="Offset">Where the model begins in it.</param>
    /// <param name="Length">Bytes of the model; null when it is the file's rest.</param>
    private sealed record ModelFile(string Folder, string Name, string Digest, int Offset = 0, int? Length = null);

    /// <summary>What was found of a file, for as long as it has that length and that date.</summary>
    private sealed record Checked(long Length, DateTime Written, string Digest);

    /// <summary>The path of CenterNet's description; its weights lie beside it.</summary>
    public string CenterNet => PathOf(CenterNetGraph);

    /// <summary>The path of NanoDet's description; its weights lie beside it.</summary>
    public string NanoDet => PathOf(NanoDetGraph);

    /// <summary>The third detector, as a TFLite file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ReadOnlyMemory<byte> ReadSsd() => Read(SsdModel);

    /// <summary>The files that are not there or not what they should be; empty when all is well. A file is read through
    /// only when it has changed since the last time.</summary>
    public IReadOnlyList<MissingPart> FindMissing()
    {
        lock (_gate)
        {
            return [.. Expected.Select(Find).OfType<MissingPart>()];
        }
    }

    /// <summary>The models with the digests of their files, one after the other.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public IReadOnlyList<ModelIdentity> Identify() =>
    [
        new("CenterNet", DigestOf(CenterNetGraph, CenterNetWeights)),
        new("NanoDet", DigestOf(NanoDetGraph, NanoDetWeights)),
        new("SSD-MobileNetV2", DigestOf(SsdModel)),
    ];

    private MissingPart? Find(ModelFile expected)
    {
        var why = CheckedDigest(expected) switch
        {
            null => "This file of the vision models is missing; without it no video can be examined.",
            var digest when digest != expected.Digest =>
                "This file of the vision models is damaged or of another version; it is not used as it is.",
            _ => null,
        };
        return why is null ? null : new MissingPart(expected.Name, why, Remedy);
    }

    /// <summary>The digest of a file; null when it cannot be read.</summary>
    private string? CheckedDigest(ModelFile expected)
    {
        try
        {
            var file = new FileInfo(PathOf(expected));
            if (!file.Exists)
                return null;
            if (_checked.TryGetValue(expected.Name, out var known)
                && known.Length == file.Length && known.Written == file.LastWriteTimeUtc)
            {
                return known.Digest;
            }

            var digest = DigestOf(expected);
            _checked[expected.Name] = new Checked(file.Length, file.LastWriteTimeUtc, digest);
            return digest;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string DigestOf(params ReadOnlySpan<ModelFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
            hash.AppendData(Read(file).Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The model's part of a file; what there is of it, where the file is too short.</summary>
    private ReadOnlyMemory<byte> Read(ModelFile file)
    {
        var bytes = File.ReadAllBytes(PathOf(file)).AsMemory();
        var rest = bytes[Math.Min(file.Offset, bytes.Length)..];
        return file.Length is { } length ? rest[..Math.Min(length, rest.Length)] : rest;
    }

    private string PathOf(ModelFile file) => Path.Combine(_folder, file.Folder, file.Name);
}
