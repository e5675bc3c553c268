using System.Security.Cryptography;

namespace StreamBet.Core.Receipts;

/// <summary>The key that signs a server's receipts: ECDSA over P-256 with SHA-256, in a file that only the server's
/// account can read.</summary>
public sealed class ReceiptKey : IDisposable
{
    /// <summary>The name of its file in the data directory.</summary>
    public const string FileName = "receipt-key.pem";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ECDsa _key;
    private readonly Lock _lock = new();

    private ReceiptKey(ECDsa key)
    {
        _key = key;
        Public = ReceiptPublicKey.Of(key);
    }

    /// <summary>The public key.</summary>
    public ReceiptPublicKey Public { get; }

    /// <summary>The key's id; see <see cref="ReceiptPublicKey.Id"/>.</summary>
    public string Id => Public.Id;

    /// <summary>The public key as PEM text.</summary>
    public string PublicPem => Public.Pem;

    /// <summary>Reads the key from its file, or creates the file if there is none. Makes the file private if others can
    /// read it.</summary>
    /// <param name="path">The file: PKCS #8 as PEM.</param>
    /// <exception cref="InvalidDataException">The file does not contain such a key.</exception>
    /// <exception cref="IOException">The file can be neither read nor created.</exception>
    public static ReceiptKey LoadOrCreate(string path)
    {
        if (!File.Exists(path))
            Create(path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
            File.SetUnixFileMode(path, OwnerOnly);
        try
        {
            var key = ReceiptPublicKey.Import(File.ReadAllText(path));
            return IsPrivate(key) ? new ReceiptKey(key) : throw new InvalidDataException("It is only the public part.");
        }
        catch (InvalidDataException wrong)
        {
            throw new InvalidDataException(
                $"{path} should hold the key that signs receipts. {wrong.Message} Put the right file back; only when it "
                + "is lost for good, remove this one, and a new key and a new chain of receipts will begin.", wrong);
        }
    }

    /// <summary>Signs bytes. Returns r and s as 128 lower-case hex digits, with s in the lower half of its
    /// range.</summary>
    public string Sign(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            return ReceiptPublicKey.WithLowS(
                _key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        Public.Dispose();
    }

    // Written under a draft name and then renamed, so that a crash leaves no partial key.
    private static void Create(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        try
        {
            using (var file = new FileStream(draft, options))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static bool IsPrivate(ECDsa key)
    {
        try
        {
            return key.ExportParameters(includePrivateParameters: true).D is not null;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
