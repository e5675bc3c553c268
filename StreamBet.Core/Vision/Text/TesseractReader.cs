using System.Runtime.InteropServices;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Text;

/// <summary>Tesseract, the second reader. It was made and taught apart from the first one, so the two rarely make the same
/// mistake. It gets pixels only and opens no file but its own data.</summary>
internal sealed class TesseractReader : ISecondReader
{
    /// <summary>"Treat the image as a single text line."</summary>
    private const int SingleLine = 7;

    /// <summary>Dots per inch that fit the height of a <see cref="LineCrop"/>; without it, Tesseract guesses and
    /// complains.</summary>
    private const int Resolution = 200;

    private readonly TesseractLibrary _library;
    private IntPtr _engine;

    /// <summary>Starts an engine.</summary>
    /// <param name="library">The library.</param>
    /// <param name="data">The folder of its data.</param>
    /// <param name="identity">Its name and what it was taught.</param>
    /// <exception cref="InvalidDataException">The data is unusable.</exception>
    public TesseractReader(TesseractLibrary library, string data, ModelIdentity identity)
    {
        (_library, Identity) = (library, identity);
        SingleThread.Ensure();
        _engine = library.Create();
        if (library.Init(_engine, data, SecondReaders.Language) != 0)
        {
            Dispose();
            throw new InvalidDataException("Tesseract's data is unusable.");
        }

        // It would otherwise write its complaints to the server's standard error.
        library.Set(_engine, "debug_file", "/dev/null");
        library.SetMode(_engine, SingleLine);
    }

    /// <inheritdoc/>
    public ModelIdentity Identity { get; }

    /// <inheritdoc/>
    public Reading Read(LinePage line)
    {
        ObjectDisposedException.ThrowIf(_engine == IntPtr.Zero, this);
        SingleThread.Ensure();
        _library.SetPicture(_engine, line.Pixels, line.Width, line.Height, bytesPerPixel: 1, bytesPerRow: line.Width);
        _library.SetResolution(_engine, Resolution);
        var text = _library.GetText(_engine);
        if (text == IntPtr.Zero)
            return Reading.Nothing;
        try
        {
            var read = (Marshal.PtrToStringUTF8(text) ?? "").ReplaceLineEndings(" ").Trim();
            return read.Length == 0 ? Reading.Nothing : new Reading(read, _library.GetMeanScore(_engine) / 100.0);
        }
        finally
        {
            _library.DeleteText(text);
        }
    }

    public void Dispose()
    {
        if (_engine != IntPtr.Zero)
            _library.Delete(_engine);
        _engine = IntPtr.Zero;
    }
}
