namespace StreamBet.Core.Receipts.Records;

/// <summary>The 95 % confidence interval of a share, by Wilson's score.</summary>
/// <param name="Low">Its lower end in percent, 0-100, to one decimal.</param>
/// <param name="High">Its upper end in percent, 0-100, to one decimal.</param>
public sealed record Interval(double Low, double High)
{
    // The 97.5 % quantile of the normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>The interval of a share.</summary>
    /// <param name="hits">How many had the property, 0 to <paramref name="count"/>.</param>
    /// <param name="count">Of how many.</param>
    /// <returns>The interval; null of none, which tell nothing.</returns>
    public static Interval? Of(long hits, long count)
    {
        if (count == 0)
            return null;
        var (share, z2) = ((double)hits / count, Z * Z);
        var middle = share + (z2 / (2 * count));
        var reach = Z * Math.Sqrt(((share * (1 - share)) + (z2 / (4.0 * count))) / count);
        var scale = 1 + (z2 / count);
        return new Interval(Percent((middle - reach) / scale), Percent((middle + reach) / scale));
    }

    private static double Percent(double ratio) => Math.Round(100 * Math.Clamp(ratio, 0, 1), 1, MidpointRounding.AwayFromZero);
}
