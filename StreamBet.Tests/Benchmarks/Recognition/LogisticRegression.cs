namespace StreamBet.Tests.Benchmarks.Recognition;

/// <summary>An observation: the features that are not 0, what was true, and how much it weighs.</summary>
internal sealed record Observation((int Feature, double Value)[] Features, bool IsTrue, double Weight);

/// <summary>Weighted logistic regression with a ridge that holds weights back from extremes, by Newton's
/// method.</summary>
internal static class LogisticRegression
{
    private const int MaxSteps = 40;
    private const double MaxStepLength = 4;
    private const double SmallestStep = 1e-7;

    /// <summary>Finds the weight of each feature.</summary>
    /// <param name="observations">What was observed.</param>
    /// <param name="ridge">For each feature, how strongly it is held at 0.</param>
    public static double[] Fit(IReadOnlyList<Observation> observations, double[] ridge)
    {
        var weights = new double[ridge.Length];
        for (var step = 0; step < MaxSteps; step++)
        {
            var change = FindStep(observations, ridge, weights);
            var length = Math.Sqrt(change.Sum(part => part * part));
            for (var i = 0; i < weights.Length; i++)
                weights[i] += change[i] * Math.Min(1, MaxStepLength / length);
            if (length < SmallestStep)
                break;
        }

        return weights;
    }

    private static double[] FindStep(IReadOnlyList<Observation> observations, double[] ridge, double[] weights)
    {
        var size = ridge.Length;
        var (gradient, curvature) = (new double[size], new double[size, size]);
        for (var i = 0; i < size; i++)
            (gradient[i], curvature[i, i]) = (-ridge[i] * weights[i], ridge[i]);
        foreach (var (features, isTrue, weight) in observations)
        {
            var chance = 1 / (1 + Math.Exp(-features.Sum(feature => weights[feature.Feature] * feature.Value)));
            var (error, spread) = (weight * ((isTrue ? 1 : 0) - chance), weight * chance * (1 - chance));
            foreach (var (i, value) in features)
            {
                gradient[i] += error * value;
                foreach (var (j, other) in features)
                    curvature[i, j] += spread * value * other;
            }
        }

        return Solve(curvature, gradient);
    }

    /// <summary>Solves a symmetric positive system by Cholesky's method.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        var size = right.Length;
        var lower = new double[size, size];
        var result = new double[size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var rest = matrix[i, j] - Enumerable.Range(0, j).Sum(k => lower[i, k] * lower[j, k]);
                lower[i, j] = i == j ? Math.Sqrt(rest) : rest / lower[j, j];
            }

            result[i] = (right[i] - Enumerable.Range(0, i).Sum(k => lower[i, k] * result[k])) / lower[i, i];
        }

        for (var i = size - 1; i >= 0; i--)
            result[i] = (result[i] - Enumerable.Range(i + 1, size - 1 - i).Sum(k => lower[k, i] * result[k])) / lower[i, i];
        return result;
    }
}
