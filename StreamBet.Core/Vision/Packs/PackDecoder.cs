namespace StreamBet.Core.Vision.Packs;

/// <summary>Reads the numbers that a pack's model answers.</summary>
internal static class PackDecoder
{
    private const int Sides = 4;

    // The sides of a box and whether there is anything in it.
    private const int GridSides = 5;

    /// <summary>Reads grids: a box relative to its cell, whether there is anything, and the classes.</summary>
    /// <param name="finds">Receives the things.</param>
    /// <param name="rows">All grids' cells, row by row.</param>
    /// <param name="input">What the pack takes.</param>
    /// <param name="strides">The pixels of a cell of each grid.</param>
    public static void ReadGrids(PackFinds finds, ReadOnlySpan<float> rows, PackInput input, IReadOnlyList<int> strides)
    {
        var length = GridSides + finds.Classes;
        foreach (var stride in strides)
        {
            var (columns, cells) = (input.Width / stride, input.Width / stride * (input.Height / stride));
            for (var cell = 0; cell < cells; cell++, rows = rows[length..])
            {
                var anything = PackFinds.Score(rows[Sides]);
                for (var number = 0; number < finds.Classes; number++)
                {
                    var score = anything * PackFinds.Score(rows[GridSides + number]);
                    if (score < PackFinds.MinScore)
                        continue;
                    finds.Add(
                        number, score,
                        (rows[0] + (cell % columns)) * stride, (rows[1] + (cell / columns)) * stride,
                        Math.Exp(rows[2]) * stride, Math.Exp(rows[3]) * stride);
                }
            }
        }
    }

    /// <summary>Reads boxes in pixels with a score per class.</summary>
    /// <param name="finds">Receives the things.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="rows">The number of boxes.</param>
    /// <param name="isColumns">Whether each box is a column rather than a row.</param>
    public static void ReadPixels(PackFinds finds, ReadOnlySpan<float> values, int rows, bool isColumns)
    {
        var length = Sides + finds.Classes;
        var (rowStep, step) = isColumns ? (1, rows) : (length, 1);
        for (var row = 0; row < rows; row++)
        {
            var box = values[(row * rowStep)..];
            for (var number = 0; number < finds.Classes; number++)
            {
                var score = PackFinds.Score(box[(Sides + number) * step]);
                finds.Add(number, score, box[0], box[step], box[2 * step], box[3 * step]);
            }
        }
    }

    /// <summary>Reads boxes in fractions of the input, and logits of what is in them.</summary>
    /// <param name="finds">Receives the things.</param>
    /// <param name="boxes">Four numbers a box.</param>
    /// <param name="logits">A number per class, and with softmax one more for "nothing".</param>
    /// <param name="input">What the pack takes.</param>
    /// <param name="isSoftmax">Whether the logits of a box exclude each other.</param>
    public static void ReadFractions(
        PackFinds finds, ReadOnlySpan<float> boxes, ReadOnlySpan<float> logits, PackInput input, bool isSoftmax)
    {
        var length = finds.Classes + (isSoftmax ? 1 : 0);
        for (; boxes.Length >= Sides; boxes = boxes[Sides..], logits = logits[length..])
        {
            var ofBox = logits[..length];
            var (largest, sum) = isSoftmax ? Softmax(ofBox) : (0, 1);
            for (var number = 0; number < finds.Classes; number++)
            {
                var score = isSoftmax ? Math.Exp(ofBox[number] - largest) / sum : 1 / (1 + Math.Exp(-ofBox[number]));
                finds.Add(
                    number, PackFinds.Score((float)score),
                    boxes[0] * input.Width, boxes[1] * input.Height, boxes[2] * input.Width, boxes[3] * input.Height);
            }
        }
    }

    private static (double Largest, double Sum) Softmax(ReadOnlySpan<float> logits)
    {
        double largest = float.NegativeInfinity;
        foreach (var logit in logits)
            largest = Math.Max(largest, logit);
        var sum = 0.0;
        foreach (var logit in logits)
            sum += Math.Exp(logit - largest);
        return (largest, sum);
    }
}
