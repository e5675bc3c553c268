using System.Numerics;
using System.Security.Cryptography;

namespace StreamBet.Core.Receipts;

/// <summary>The key that verifies a server's receipts: ECDSA over P-256 with SHA-256.</summary>
public sealed class ReceiptPublicKey : IDisposable
{
    /// <summary>The length of a signature in lower-case hex digits: r and s, 32 bytes each.</summary>
    public const int SignatureDigits = 128;

    private const string P256 = "1.2.840.10045.3.1.7";

    private static readonly BigInteger Order = BigInteger.Parse(
        "115792089210356248762697446949407573529996955224135760342422259061068512044369",
        System.Globalization.CultureInfo.InvariantCulture);

    private readonly ECDsa _key;
    private readonly Lock _lock = new();

    private ReceiptPublicKey(ECDsa key)
    {
        _key = key;
        var info = key.ExportSubjectPublicKeyInfo();
        Id = Convert.ToHexStringLower(SHA256.HashData(info));
        Pem = PemEncoding.WriteString("PUBLIC KEY", info) + "\n";
    }

    /// <summary>The key's id: SHA-256 of its SubjectPublicKeyInfo (DER), 64 lower-case hex digits.</summary>
    public string Id { get; }

    /// <summary>The key as PEM text.</summary>
    public string Pem { get; }

    /// <summary>Reads a key from PEM text; of a private key, only the public part.</summary>
    /// <exception cref="InvalidDataException">It does not contain such a key.</exception>
    public static ReceiptPublicKey Parse(string pem)
    {
        using var key = Import(pem);
        return Of(key);
    }

    /// <summary>Whether this key made this signature of these bytes. Only one form of a signature is accepted, so that
    /// nobody can derive a second one: exactly 128 lower-case hex digits, with s in the lower half of its
    /// range.</summary>
    public bool Verify(ReadOnlySpan<byte> bytes, string signature)
    {
        if (signature.Length != SignatureDigits || !signature.All(char.IsAsciiHexDigitLower))
            return false;
        var raw = Convert.FromHexString(signature);
        var (r, s) = (Number(raw.AsSpan(0, 32)), Number(raw.AsSpan(32)));
        if (r.IsZero || r >= Order || s.IsZero || s > Order / 2)
            return false;
        lock (_lock)
        {
            return _key.VerifyData(
                bytes, raw, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>The public part of a key.</summary>
    internal static ReceiptPublicKey Of(ECDsa key)
    {
        var publicPart = ECDsa.Create();
        publicPart.ImportSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo(), out _);
        return new ReceiptPublicKey(publicPart);
    }

    /// <summary>Reads a key from PEM text.</summary>
    /// <exception cref="InvalidDataException">It does not contain such a key.</exception>
    internal static ECDsa Import(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value == P256)
                return key;
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new InvalidDataException("It is not a key: the text is not the PEM of an ECDSA key.", wrong);
        }

        key.Dispose();
        throw new InvalidDataException("It is a key of another kind: receipts are signed with ECDSA over P-256.");
    }

    /// <summary>The equivalent signature with s in the lower half: if (r, s) is valid, so is (r, -s).</summary>
    internal static string WithLowS(ReadOnlySpan<byte> signature)
    {
        var s = Number(signature[32..]);
        var low = s > Order / 2 ? Order - s : s;
        var written = new byte[64];
        signature[..32].CopyTo(written);
        var bytes = low.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(written, written.Length - bytes.Length);
        return Convert.ToHexStringLower(written);
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
