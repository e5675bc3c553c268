using System.Security.Cryptography;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision;

/// <summary>The files of the vision models, from three npm packages (see Models/NOTICE.md). Their digests are fixed:
/// other files, even of a newer version, would give other confidences under the same name.</summary>
/// <param name="directory">The directory in which the packages are installed.</param>
internal sealed class ModelFiles(string directory)
{
    private const string Remedy =
        "Run ./run.sh once, or `npm ci` in StreamBet.Core/Vision/Models.";

    private static readonly string HumanModels = Path.Combine("@vladmandic", "human-models", "models");
    private static readonly string Objectron = Path.Combine("@mediapipe", "objectron");
    private static readonly string OcrModels = Path.Combine("@gutenye", "ocr-models", "assets");

    private static readonly ModelFile CenterNetGraph = new(
        HumanModels, "centernet.json", "bfb942eaacc5becf738d536663bc4580a0ae9e560722306e6d4dd7fe4a09de05");

    private static readonly ModelFile CenterNetWeights = new(
        HumanModels, "centernet.bin", "1b635a15009071f506f9f2b3519b31c072c534888989f30d269ffd44734ef7ef");

    private static readonly ModelFile NanoDetGraph = new(
        HumanModels, "nanodet.json", "4495eb0ec74bd33ee40a79aa06ebc1ccd7e28be1bf7355d93ffb570b8d77f45d");

    private static readonly ModelFile NanoDetWeights = new(
        HumanModels, "nanodet.bin", "5d0e4f8c4eded666287330be03017d494787d35f523fd77ca23f59db984a4ad9");

    /// <summary>The package's file contains several files; this is the first one, after the header.</summary>
    private static readonly ModelFile SsdModel = new(
        Objectron, "objectron_solution_packed_assets.data",
        "d0a5255bf8c4f5a0bc4240741a76c41d5e939f7655078f945f50ab53a9375da6",
        Offset: 184, Length: 9_987_728);

    private static readonly ModelFile TextDetection = new(
        OcrModels, "ch_PP-OCRv4_det_infer.onnx", "30a86f5731181461d08021402766601e4302a9b9b9666be8aff402696339cdff");

    private static readonly ModelFile TextRecognition = new(
        OcrModels, "ch_PP-OCRv4_rec_infer.onnx", "06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0");

    private static readonly ModelFile TextCharacters = new(
        OcrModels, "ppocr_keys_v1.txt", "28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7");

    private static readonly ModelFile[] Expected =
    [
        CenterNetGraph, CenterNetWeights, NanoDetGraph, NanoDetWeights, SsdModel,
        TextDetection, TextRecognition, TextCharacters,
    ];

    private readonly string _folder = Path.Combine(directory, "node_modules");
    private readonly Dictionary<string, Checked> _checked = [];
    private readonly Lock _gate = new();

    /// <summary>A file that contains a model.</summary>
    /// <param name="Folder">Its folder under <c>node_modules</c>.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Digest">SHA-256 of the model within the file.</param>
    /// <param name="Offset">Where the model begins, in bytes.</param>
    /// <param name="Length">The model's length in bytes; null for the rest of the file.</param>
    private sealed record ModelFile(string Folder, string Name, string Digest, int Offset = 0, int? Length = null);

    /// <summary>The digest of a file, valid while its length and date are unchanged.</summary>
    private sealed record Checked(long Length, DateTime Written, string Digest);

    /// <summary>The path of CenterNet's graph file; its weights are in the same folder.</summary>
    public string CenterNet => PathOf(CenterNetGraph);

    /// <summary>The path of NanoDet's graph file; its weights are in the same folder.</summary>
    public string NanoDet => PathOf(NanoDetGraph);

    /// <summary>The third detector, as a TFLite file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ReadOnlyMemory<byte> ReadSsd() => Read(SsdModel);

    /// <summary>The detector of text, as an ONNX file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public byte[] ReadTextDetection() => Read(TextDetection).ToArray();

    /// <summary>The reader of lines, as an ONNX file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public byte[] ReadTextRecognition() => Read(TextRecognition).ToArray();

    /// <summary>The characters that the reader of lines knows, in order.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public IReadOnlyList<string> ReadTextCharacters() => File.ReadAllLines(PathOf(TextCharacters));

    /// <summary>The files that are missing or different; empty if there are none. Reads a file only if it has changed
    /// since the last call.</summary>
    public IReadOnlyList<MissingPart> FindMissing()
    {
        lock (_gate)
        {
            return [.. Expected.Select(Find).OfType<MissingPart>()];
        }
    }

    /// <summary>The digests of the files of the text models, in order.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public IReadOnlyList<ModelIdentity> IdentifyText() =>
    [
        new("PP-OCRv4 detection", DigestOf(TextDetection)),
        new("PP-OCRv4 recognition", DigestOf(TextRecognition, TextCharacters)),
    ];

    /// <summary>The object models with the digests of their files, in order.</summary>
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

    /// <summary>The digest of a file; null if it can't be read.</summary>
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

    /// <summary>The model's part of a file; shorter if the file is too short.</summary>
    private ReadOnlyMemory<byte> Read(ModelFile file)
    {
        var bytes = File.ReadAllBytes(PathOf(file)).AsMemory();
        var rest = bytes[Math.Min(file.Offset, bytes.Length)..];
        return file.Length is { } length ? rest[..Math.Min(length, rest.Length)] : rest;
    }

    private string PathOf(ModelFile file) => Path.Combine(_folder, file.Folder, file.Name);
}
