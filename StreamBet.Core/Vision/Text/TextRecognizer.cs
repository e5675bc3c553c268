using System.Buffers;
using System.Numerics.Tensors;
using System.Text;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Onnx;

namespace StreamBet.Core.Vision.Text;

/// <summary>PP-OCRv4's recogniser, the first reader. Thread-safe.</summary>
internal sealed class TextRecognizer : IDisposable
{
    /// <summary>Its name in findings.</summary>
    public const string Name = "PP-OCRv4";

    /// <summary>Narrower lines are padded to this, as in the model's training.</summary>
    private const int MinWidth = 320;

    private const int Unit = 32;
    private const int Colours = 3;

    // Index 0 means "no new character", the others are these; the last is the space.
    private readonly string[] _characters;
    private readonly ModelSession _session;

    /// <summary>Loads the model.</summary>
    /// <param name="model">The bytes of the .onnx file.</param>
    /// <param name="keys">The characters that it knows, in order.</param>
    /// <param name="provider">What runs it; the processor if null.</param>
    public TextRecognizer(byte[] model, IReadOnlyList<string> keys, ExecutionProvider? provider = null)
    {
        _characters = ["", .. keys, " "];
        _session = new ModelSession(OnnxShortcuts.Apply(model), provider);
    }

    /// <summary>Reads a line. Its score is the mean of its characters' scores.</summary>
    /// <exception cref="InvalidDataException">The model and the list of characters do not belong together.</exception>
    public Reading Read(LineCrop line)
    {
        var width = Math.Max(MinWidth, (line.Width + Unit - 1) / Unit * Unit);
        var length = width * LineCrop.Height * Colours;
        var input = ArrayPool<float>.Shared.Rent(length);
        try
        {
            Fill(input.AsSpan(0, length), line, width);
            using var results = _session.Run(input.AsMemory(0, length), 1, Colours, LineCrop.Height, width);
            return Decode(results[0].GetTensorDataAsSpan<float>());
        }
        finally
        {
            ArrayPool<float>.Shared.Return(input);
        }
    }

    public void Dispose() => _session.Dispose();

    // One plane a colour, blue first, from -1 to 1; 0 beyond the line's end.
    private static void Fill(Span<float> input, LineCrop line, int width)
    {
        input.Clear();
        for (var colour = 0; colour < Colours; colour++)
        {
            for (var y = 0; y < LineCrop.Height; y++)
            {
                var target = input.Slice(((colour * LineCrop.Height) + y) * width, line.Width);
                var source = line.Pixels.AsSpan(y * line.Width * Colours, line.Width * Colours);
                for (int x = 0, from = Colours - 1 - colour; x < target.Length; x++, from += Colours)
                    target[x] = (source[from] / 127.5f) - 1;
            }
        }
    }

    // The model says for each narrow column which character it shows. Equal neighbours are one character, unless "no new
    // character" is between them (CTC).
    private Reading Decode(ReadOnlySpan<float> scores)
    {
        if (scores.Length % _characters.Length != 0)
            throw new InvalidDataException("The text model knows other characters than those in its list.");
        var text = new StringBuilder();
        var (sum, count, previous) = (0.0, 0, 0);
        for (var start = 0; start < scores.Length; start += _characters.Length)
        {
            var column = scores.Slice(start, _characters.Length);
            var best = TensorPrimitives.IndexOfMax(column);
            if (best != 0 && best != previous)
            {
                text.Append(_characters[best]);
                sum += column[best];
                count++;
            }

            previous = best;
        }

        return text.ToString().Trim() is { Length: > 0 } read ? new Reading(read, sum / count) : Reading.Nothing;
    }
}
