using System.Buffers;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Onnx;

namespace StreamBet.Core.Vision.Text;

/// <summary>PP-OCRv4's detector: finds the places of text in a picture. Thread-safe.</summary>
internal sealed class TextDetector : IDisposable
{
    /// <summary>The longer side at which it looks at a picture, in pixels; docs/recognition.md compares some.</summary>
    public const int Side = 960;

    /// <summary>The model halves the picture five times.</summary>
    private const int Unit = 32;

    private const int Colours = 3;

    // Of ImageNet, in the order of the model's input: blue, green, red; but these numbers are for red, green, blue. The
    // model was trained with this mistake.
    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] Deviation = [0.229f, 0.224f, 0.225f];

    private readonly ModelSession _session;
    private readonly int _side;

    /// <summary>Loads the model.</summary>
    /// <param name="model">The bytes of the .onnx file.</param>
    /// <param name="side">The longer side at which it looks at a picture, in pixels.</param>
    /// <param name="provider">What runs it; the processor if null.</param>
    public TextDetector(byte[] model, int side = Side, ExecutionProvider? provider = null)
    {
        _session = new ModelSession(OnnxShortcuts.Apply(model), provider);
        _side = side;
    }

    /// <summary>Finds the places of text, in pixels of the picture.</summary>
    public IReadOnlyList<TextBox> Detect(RgbPicture picture)
    {
        var (width, height) = Fit(picture);
        var length = width * height * Colours;
        var input = ArrayPool<float>.Shared.Rent(length);
        try
        {
            Fill(input.AsSpan(0, length), picture, width, height);
            using var results = _session.Run(input.AsMemory(0, length), 1, Colours, height, width);
            var (scaleX, scaleY) = (picture.Width / (double)width, picture.Height / (double)height);
            var found = TextMap.Find(results[0].GetTensorDataAsSpan<float>(), width);
            return TextRows.Unite(found.Select(box => box.Scale(scaleX, scaleY)));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(input);
        }
    }

    public void Dispose() => _session.Dispose();

    // Small pictures are enlarged: thin strokes of a few pixels would be lost in them.
    private (int Width, int Height) Fit(RgbPicture picture)
    {
        var scale = _side / (double)Math.Max(picture.Width, picture.Height);
        return (Round(picture.Width * scale), Round(picture.Height * scale));
    }

    private static int Round(double pixels) => Math.Max(1, (int)Math.Round(pixels / Unit)) * Unit;

    // One plane a colour, blue first.
    private static void Fill(Span<float> input, RgbPicture picture, int width, int height)
    {
        var (scaleX, scaleY) = (picture.Width / (double)width, picture.Height / (double)height);
        var plane = width * height;
        var row = new float[width * Colours];
        for (var y = 0; y < height; y++)
        {
            picture.Sample(row, (scaleX / 2) - 0.5, ((y + 0.5) * scaleY) - 0.5, scaleX, 0);
            for (var colour = 0; colour < Colours; colour++)
            {
                var (factor, offset) = (1 / (255 * Deviation[colour]), Mean[colour] / Deviation[colour]);
                var target = input.Slice((colour * plane) + (y * width), width);
                for (int x = 0, from = Colours - 1 - colour; x < width; x++, from += Colours)
                    target[x] = (row[from] * factor) - offset;
            }
        }
    }
}
