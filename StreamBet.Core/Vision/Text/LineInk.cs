namespace StreamBet.Core.Vision.Text;

/// <summary>Finds the colours of letters in a line. The pixels are divided into a few groups of like colour; letters, and
/// their outlines, are groups that hardly reach the edge of the line, while the ground does.</summary>
internal static class LineInk
{
    private const int Colours = 3;
    private const int Groups = 5;
    private const int Rounds = 8;

    // Letters and an outline; a further group has not been seen to be worth its time.
    private const int MaxInks = 2;

    // Of all pixels: less are no letters, more are the ground.
    private const double MinShare = 0.06;
    private const double MaxShare = 0.6;

    // A group reaches the edge if its share there is more than this much of its share of the line.
    private const double MaxAtEdge = 0.5;

    /// <summary>The pixels of each colour that may be the letters', those that reach the edge least first.</summary>
    public static IEnumerable<bool[]> Find(LineCrop line)
    {
        var groups = Divide(line.Pixels);
        var (all, edge) = (new int[Groups], new int[Groups]);
        for (var i = 0; i < groups.Length; i++)
        {
            all[groups[i]]++;
            if (i < line.Width || i >= groups.Length - line.Width)
                edge[groups[i]]++;
        }

        return Enumerable.Range(0, Groups)
            .Where(group => all[group] >= MinShare * groups.Length && all[group] <= MaxShare * groups.Length)
            .Select(group => (Group: group, AtEdge: edge[group] / (2.0 * line.Width) / (all[group] / (double)groups.Length)))
            .Where(candidate => candidate.AtEdge <= MaxAtEdge)
            .OrderBy(candidate => candidate.AtEdge)
            .Take(MaxInks)
            .Select(candidate => Array.ConvertAll(groups, group => group == candidate.Group));
    }

    // k-means, from colours that are far from each other, so that the same line gives the same groups.
    private static int[] Divide(byte[] pixels)
    {
        var centres = FarApart(pixels);
        var groups = new int[pixels.Length / Colours];
        var sums = new long[Groups * (Colours + 1)];
        for (var round = 0; round < Rounds; round++)
        {
            Array.Clear(sums);
            for (var i = 0; i < groups.Length; i++)
            {
                var pixel = pixels.AsSpan(i * Colours, Colours);
                var group = Nearest(centres, pixel).Group;
                groups[i] = group;
                var sum = sums.AsSpan(group * (Colours + 1), Colours + 1);
                for (var colour = 0; colour < Colours; colour++)
                    sum[colour] += pixel[colour];
                sum[Colours]++;
            }

            for (var group = 0; group < Groups; group++)
            {
                var sum = sums.AsSpan(group * (Colours + 1), Colours + 1);
                for (var colour = 0; colour < Colours && sum[Colours] > 0; colour++)
                    centres[(group * Colours) + colour] = sum[colour] / (double)sum[Colours];
            }
        }

        return groups;
    }

    private static double[] FarApart(byte[] pixels)
    {
        var centres = new double[Groups * Colours];
        for (var group = 0; group < Groups; group++)
        {
            var (farthest, distance) = (0, -1.0);
            for (var i = 0; i < pixels.Length && group > 0; i += Colours)
            {
                var away = Nearest(centres.AsSpan(0, group * Colours), pixels.AsSpan(i, Colours)).Distance;
                if (away > distance)
                    (farthest, distance) = (i, away);
            }

            for (var colour = 0; colour < Colours; colour++)
                centres[(group * Colours) + colour] = pixels[farthest + colour];
        }

        return centres;
    }

    private static (int Group, double Distance) Nearest(ReadOnlySpan<double> centres, ReadOnlySpan<byte> pixel)
    {
        var (nearest, distance) = (0, double.MaxValue);
        for (var group = 0; group * Colours < centres.Length; group++)
        {
            var away = 0.0;
            for (var colour = 0; colour < Colours; colour++)
            {
                var difference = centres[(group * Colours) + colour] - pixel[colour];
                away += difference * difference;
            }

            if (away < distance)
                (nearest, distance) = (group, away);
        }

        return (nearest, distance);
    }
}
