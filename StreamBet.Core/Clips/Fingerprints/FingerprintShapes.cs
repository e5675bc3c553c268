namespace StreamBet.Core.Clips.Fingerprints;

/// <summary>Describes the pictures of a clip by the lowest frequencies of a cosine transform. They survive a change of
/// codec, size, cut, speed, logo or colour.</summary>
internal static class FingerprintShapes
{
    /// <summary>Frequencies per direction, across and down.</summary>
    public const int Frequencies = 4;

    /// <summary>Numbers per picture.</summary>
    public const int Count = Frequencies * Frequencies;

    // Black bars are at most this bright in every picture, and at most a third of a side wide.
    private const int MaxBarBrightness = 24;
    private const int MaxBar = FingerprintPicture.Side / 3;

    /// <summary>Whether a shape changes sign when the picture is mirrored left to right.</summary>
    public static bool IsOdd(int shape) => shape % Frequencies % 2 == 1;

    /// <summary>The shapes of each picture, without the black bars common to all.</summary>
    public static float[][] Of(IReadOnlyList<FingerprintPicture> pictures)
    {
        var (left, top, right, bottom) = Content(pictures);
        var (across, down) = (Waves(right - left), Waves(bottom - top));
        return [.. pictures.Select(picture => Of(picture, left, top, across, down))];
    }

    private static float[] Of(FingerprintPicture picture, int left, int top, float[][] across, float[][] down)
    {
        var shapes = new float[Count];
        for (var y = 0; y < down[0].Length; y++)
        {
            var row = picture.Row(top + y);
            for (var u = 0; u < Frequencies; u++)
            {
                var sum = 0f;
                for (var x = 0; x < across[u].Length; x++)
                    sum += row[left + x] * across[u][x];
                for (var v = 0; v < Frequencies; v++)
                    shapes[(v * Frequencies) + u] += sum * down[v][y];
            }
        }

        return shapes;
    }

    private static float[][] Waves(int length) =>
    [
        .. Enumerable.Range(0, Frequencies).Select(u => Enumerable.Range(0, length)
            .Select(x => (float)(Math.Cos(Math.PI * u * (x + 0.5) / length) * (u == 0 ? 1 : Math.Sqrt(2)) / length)).ToArray()),
    ];

    // One pixel more than the bars, because the pixel at the edge may be half bar.
    private static (int Left, int Top, int Right, int Bottom) Content(IReadOnlyList<FingerprintPicture> pictures)
    {
        const int side = FingerprintPicture.Side;
        var (rows, columns) = (new byte[side], new byte[side]);
        foreach (var picture in pictures)
        {
            for (var y = 0; y < side; y++)
            {
                var row = picture.Row(y);
                for (var x = 0; x < side; x++)
                {
                    rows[y] = Math.Max(rows[y], row[x]);
                    columns[x] = Math.Max(columns[x], row[x]);
                }
            }
        }

        return (Bar(columns), Bar(rows), side - Bar(columns.Reverse()), side - Bar(rows.Reverse()));
    }

    private static int Bar(IEnumerable<byte> brightest)
    {
        var bar = brightest.Take(MaxBar).TakeWhile(brightness => brightness <= MaxBarBrightness).Count();
        return bar == 0 ? 0 : bar + 1;
    }
}
