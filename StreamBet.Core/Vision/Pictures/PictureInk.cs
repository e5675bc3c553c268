namespace StreamBet.Core.Vision.Pictures;

/// <summary>The letters of a picture.</summary>
/// <param name="IsLetter">Whether a pixel belongs to one, rows from the top.</param>
/// <param name="Contrast">From what is next to the letters to the letters, in grey levels.</param>
/// <param name="Inside">How far the letters' pixels lie from their mean, in grey levels.</param>
/// <param name="Around">How far the pixels next to letters lie from theirs.</param>
/// <param name="Ground">How far the pixels between the letters, but not near one, lie from their mean; 0 if there are none.</param>
/// <param name="Step">From what is next to the letters to those pixels.</param>
internal sealed record PictureInk(bool[] IsLetter, double Contrast, double Inside, double Around, double Ground, double Step)
{
    // Fewer that stand on one line are no text.
    private const int MinLetters = 3;

    // Of a letter: pixels, and its height and width as shares of the picture's height and of its own.
    private const int MinPixels = 8;
    private const double MinHeight = 0.25;
    private const double MaxWidth = 2.5;

    // Letters of a line end at one height, but for this share of theirs, and are not smaller than this share of the largest.
    private const double OffLine = 0.12;
    private const double MinOfLargest = 0.5;

    // Further from a letter than its outline is thick.
    private const int Away = 3;

    private static readonly int[] Levels = [48, 80, 112, 144, 176, 208];

    /// <summary>Finds letters that stand in a line; null if there are none.</summary>
    public static PictureInk? Find(float[] values, int width, int height)
    {
        (PictureInk? Ink, double Score) best = (null, 0);
        foreach (var level in Levels)
        {
            foreach (var isBright in (bool[])[true, false])
            {
                var isInk = Array.ConvertAll(values, value => value > level == isBright);
                var line = Line(Blobs(isInk, width, height), height);
                if (line.Count < MinLetters)
                    continue;
                var ink = Measure(values, width, height, line);
                var score = ink.Contrast * line.Sum(blob => blob.Right - blob.Left + blob.Bottom - blob.Top);
                if (score > best.Score)
                    best = (ink, score);
            }
        }

        return best.Ink;
    }

    /// <summary>How many of a pixel and those that touch it are letters'.</summary>
    public static int Near(int pixel, int width, int height, bool[] isLetter)
    {
        var (x, y, count) = (pixel % width, pixel / width, 0);
        for (var row = Math.Max(0, y - 1); row <= Math.Min(height - 1, y + 1); row++)
        {
            for (var column = Math.Max(0, x - 1); column <= Math.Min(width - 1, x + 1); column++)
                count += isLetter[(row * width) + column] ? 1 : 0;
        }

        return count;
    }

    private static PictureInk Measure(float[] values, int width, int height, List<Blob> line)
    {
        var isLetter = new bool[values.Length];
        foreach (var pixel in line.SelectMany(blob => blob.Pixels))
            isLetter[pixel] = true;
        var (inside, around) = (new Mean(), new Mean());
        for (var i = 0; i < values.Length; i++)
        {
            var near = Near(i, width, height, isLetter);
            if (isLetter[i] && near == 9)
                inside.Add(values[i]);
            else if (!isLetter[i] && near > 0)
                around.Add(values[i]);
        }

        if (inside.Count == 0)
        {
            foreach (var pixel in line.SelectMany(blob => blob.Pixels))
                inside.Add(values[pixel]);
        }

        var ground = GroundOf(values, width, height, isLetter, line);
        return new PictureInk(
            isLetter, Math.Abs(inside.Value - around.Value), inside.Deviation, around.Deviation, ground.Deviation,
            ground.Count > 0 ? Math.Abs(ground.Value - around.Value) : 0);
    }

    private static Mean GroundOf(float[] values, int width, int height, bool[] isLetter, List<Blob> line)
    {
        var ground = new Mean();
        for (var y = line.Min(blob => blob.Top); y < line.Max(blob => blob.Bottom); y++)
        {
            for (var x = line.Min(blob => blob.Left); x < line.Max(blob => blob.Right); x++)
            {
                if (IsAway(x, y, width, height, isLetter))
                    ground.Add(values[(y * width) + x]);
            }
        }

        return ground;
    }

    private static bool IsAway(int x, int y, int width, int height, bool[] isLetter)
    {
        for (var row = Math.Max(0, y - Away); row <= Math.Min(height - 1, y + Away); row++)
        {
            for (var column = Math.Max(0, x - Away); column <= Math.Min(width - 1, x + Away); column++)
            {
                if (isLetter[(row * width) + column])
                    return false;
            }
        }

        return true;
    }

    private static List<Blob> Line(List<Blob> blobs, int height)
    {
        var letters = blobs.Where(blob => blob.Pixels.Count >= MinPixels && !blob.TouchesEdge && blob.Height >= MinHeight * height
            && blob.Right - blob.Left <= MaxWidth * blob.Height).ToList();
        var best = new List<Blob>();
        foreach (var first in letters)
        {
            var line = letters.Where(blob => Math.Abs(blob.Bottom - first.Bottom) <= Math.Max(1, OffLine * first.Height)
                && blob.Height >= MinOfLargest * first.Height && blob.Height <= first.Height + 1).ToList();
            if (line.Count > best.Count)
                best = line;
        }

        return best;
    }

    private static List<Blob> Blobs(bool[] isInk, int width, int height)
    {
        var blobs = new List<Blob>();
        var isSeen = new bool[isInk.Length];
        var left = new Stack<int>();
        for (var start = 0; start < isInk.Length; start++)
        {
            if (isSeen[start] || !isInk[start])
                continue;
            var blob = new Blob(width, height);
            isSeen[start] = true;
            left.Push(start);
            while (left.TryPop(out var pixel))
            {
                blob.Add(pixel);
                var (x, y) = (pixel % width, pixel / width);
                for (var row = Math.Max(0, y - 1); row <= Math.Min(height - 1, y + 1); row++)
                {
                    for (var column = Math.Max(0, x - 1); column <= Math.Min(width - 1, x + 1); column++)
                    {
                        var next = (row * width) + column;
                        if (isSeen[next] || !isInk[next])
                            continue;
                        isSeen[next] = true;
                        left.Push(next);
                    }
                }
            }

            blobs.Add(blob);
        }

        return blobs;
    }

    // Pixels of one kind that touch each other.
    private sealed class Blob(int width, int height)
    {
        public List<int> Pixels { get; } = [];

        public int Left { get; private set; } = int.MaxValue;

        public int Top { get; private set; } = int.MaxValue;

        public int Right { get; private set; }

        public int Bottom { get; private set; }

        public int Height => Bottom - Top;

        public bool TouchesEdge => Left == 0 || Top == 0 || Right == width || Bottom == height;

        public void Add(int pixel)
        {
            var (x, y) = (pixel % width, pixel / width);
            Pixels.Add(pixel);
            (Left, Top) = (Math.Min(Left, x), Math.Min(Top, y));
            (Right, Bottom) = (Math.Max(Right, x + 1), Math.Max(Bottom, y + 1));
        }
    }

    private sealed class Mean
    {
        private double _sum;
        private double _squares;

        public int Count { get; private set; }

        public double Value => _sum / Math.Max(1, Count);

        public double Deviation => Math.Sqrt(Math.Max(0, (_squares / Math.Max(1, Count)) - (Value * Value)));

        public void Add(double value)
        {
            Count++;
            _sum += value;
            _squares += value * value;
        }
    }
}
