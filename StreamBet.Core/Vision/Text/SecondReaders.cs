using System.Security.Cryptography;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Text;

/// <summary>Finds Tesseract and its data on this machine and starts readers. Thread-safe.</summary>
/// <param name="libraries">The library's names; null for the usual ones.</param>
/// <param name="folders">Where its data may be; null for the usual places.</param>
internal sealed class SecondReaders(IReadOnlyList<string>? libraries = null, IReadOnlyList<string>? folders = null)
{
    /// <summary>The language that it was taught.</summary>
    public const string Language = "eng";

    private const string DataFile = Language + ".traineddata";

    private static readonly string[] UsualFolders =
    [
        .. Environment.GetEnvironmentVariable("TESSDATA_PREFIX") is { Length: > 0 } named ? (string[])[named] : [],
        "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata",
        "/opt/homebrew/share/tessdata",
    ];

    private readonly Lock _gate = new();
    private TesseractLibrary? _library;
    private ModelIdentity? _identity;

    /// <summary>What is missing for a second reader, with a remedy; null if nothing is.</summary>
    public MissingPart? FindMissing()
    {
        const string why = "Texts in videos are read twice, by readers that make different mistakes. Without the second "
            + "one, no text can decide YES.";
        if (Library is null)
            return new MissingPart("tesseract", why, "Debian, Ubuntu: sudo apt-get install tesseract-ocr tesseract-ocr-eng");
        return FindData() is null
            ? new MissingPart(DataFile, why, "Debian, Ubuntu: sudo apt-get install tesseract-ocr-eng")
            : null;
    }

    /// <summary>Starts a reader; null if something is missing or unusable.</summary>
    public ISecondReader? TryStart()
    {
        if (Library is not { } library || FindData() is not { } data)
            return null;
        try
        {
            return new TesseractReader(library, data, Identify(library, data));
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A failure is not remembered: the library may be installed later.
    private TesseractLibrary? Library
    {
        get
        {
            lock (_gate)
            {
                return _library ??= TesseractLibrary.TryLoad(libraries);
            }
        }
    }

    private ModelIdentity Identify(TesseractLibrary library, string data)
    {
        lock (_gate)
        {
            return _identity ??= new ModelIdentity(
                $"Tesseract {library.Version} ({Language})",
                Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(data, DataFile)))));
        }
    }

    private string? FindData() =>
        (folders ?? UsualFolders).FirstOrDefault(folder => File.Exists(Path.Combine(folder, DataFile)));
}
