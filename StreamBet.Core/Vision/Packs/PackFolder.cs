using System.Security.Cryptography;
using System.Text.Json;

namespace StreamBet.Core.Vision.Packs;

/// <summary>The files of a detector pack, read whole, so that what is used is what was digested.</summary>
/// <param name="Manifest">What <c>pack.json</c> says.</param>
/// <param name="Model">The bytes of the model's file.</param>
/// <param name="Digest">SHA-256 over the model and then the manifest, 64 lower-case hex digits.</param>
/// <param name="Basis">See <see cref="PackBasis"/>.</param>
internal sealed record PackFolder(PackManifest Manifest, byte[] Model, string Digest, string Basis)
{
    /// <summary>The manifest's file name.</summary>
    public const string ManifestName = "pack.json";

    /// <summary>The largest model, in bytes.</summary>
    public const long MaxModelBytes = 500_000_000;

    private const long MaxManifestBytes = 1 << 20;

    /// <summary>Reads and checks the files; null if there are mistakes.</summary>
    /// <param name="folder">The pack's folder.</param>
    /// <param name="mistakes">Receives a sentence per mistake.</param>
    public static PackFolder? Read(string folder, ICollection<string> mistakes)
    {
        if (ReadFile(folder, ManifestName, MaxManifestBytes, mistakes) is not { } text)
            return null;
        using var document = ManifestReader.Parse(text, mistakes);
        if (document is null || ReadManifest(document.RootElement, mistakes) is not { } manifest)
            return null;
        return ReadFile(folder, manifest.Model, MaxModelBytes, mistakes) is { } model && HoldsItsWeights(model, manifest.Model, mistakes)
            ? new PackFolder(manifest, model, DigestOf(model, text), PackBasis.Of(model, document.RootElement))
            : null;
    }

    private static PackManifest? ReadManifest(JsonElement json, ICollection<string> mistakes)
    {
        var found = new List<string>();
        PackManifest? manifest = null;
        try
        {
            manifest = ManifestReader.Read(json, found);
        }
        catch (InvalidOperationException)
        {
            // The JSON reader's way to say that a text has half of a character.
            found.Add("pack.json has a text that is not valid Unicode.");
        }

        foreach (var mistake in found)
            mistakes.Add(mistake);
        return found.Count == 0 ? manifest : null;
    }

    private static byte[]? ReadFile(string folder, string name, long maxBytes, ICollection<string> mistakes)
    {
        try
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (file.LinkTarget is not null)
                mistakes.Add($"\"{name}\" is a link; put the file itself into the folder.");
            else if (!file.Exists)
                mistakes.Add($"The file \"{name}\" is not in the folder.");
            else if (file.Length > maxBytes)
                mistakes.Add($"The file \"{name}\" has {file.Length} bytes, and at most {maxBytes} are allowed.");
            else if (file.Length == 0)
                mistakes.Add($"The file \"{name}\" is empty.");
            else
                return ReadExactly(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"The file \"{name}\" can't be read: {fault.Message}");
        }

        return null;
    }

    // Not more than its length, which was checked.
    private static byte[] ReadExactly(FileInfo file)
    {
        using var stream = file.OpenRead();
        var bytes = new byte[file.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static bool HoldsItsWeights(byte[] model, string name, ICollection<string> mistakes)
    {
        try
        {
            if (WeightsCheck.HasAll(model))
                return true;
            mistakes.Add($"The model \"{name}\" has weights in other files; export it as one file.");
        }
        catch (InvalidDataException)
        {
            mistakes.Add($"The file \"{name}\" is not an ONNX model, or it is damaged.");
        }

        return false;
    }

    private static string DigestOf(byte[] model, byte[] manifest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(model);
        hash.AppendData(manifest);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
