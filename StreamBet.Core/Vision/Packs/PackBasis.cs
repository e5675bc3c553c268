using System.Security.Cryptography;
using System.Text.Json;

namespace StreamBet.Core.Vision.Packs;

/// <summary>The digest of all that a pack's scores depend on: the model and how it is used. A calibration holds only for
/// this.</summary>
internal static class PackBasis
{
    private static readonly string[] Members = ["input", "output", "classes"];

    /// <summary>The digest as 64 lower-case hex digits.</summary>
    /// <param name="model">The bytes of the model's file.</param>
    /// <param name="manifest">The manifest; spaces and the order of its members don't matter.</param>
    public static string Of(ReadOnlySpan<byte> model, JsonElement manifest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(SHA256.HashData(model));
        foreach (var member in Members)
        {
            if (manifest.TryGetProperty(member, out var value))
                hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(value));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
