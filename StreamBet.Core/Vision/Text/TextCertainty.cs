using System.Text.Json;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Text;

/// <summary>A chance's constants: its log odds are their sum, each with what it stands for.</summary>
/// <param name="Intercept">Added.</param>
/// <param name="First">Per log odds of the first reader's score.</param>
/// <param name="Second">Per log odds of the second reader's score.</param>
/// <param name="Likeness">Per likeness of what the two read, 0-1.</param>
internal sealed record ChanceConstants(double Intercept, double First, double Second, double Likeness);

/// <summary>What the constants were measured on.</summary>
/// <param name="Clips">Clips.</param>
/// <param name="Texts">Texts in them.</param>
/// <param name="Lines">Lines read in them.</param>
internal sealed record TextSample(int Clips, int Texts, int Lines);

/// <summary>The constants of the chances that a reading is right, as written by the fit (see docs/recognition.md). They
/// come from the file <c>text-calibration.json</c>.</summary>
internal sealed record TextCertainty
{
    /// <summary>The highest confidence without a second reader: nothing is proved by one alone.</summary>
    public const double MaxAlone = 79.9;

    private const string Resource = "text-calibration.json";

    // Scores nearer to 0 or 1 carry no further information.
    private const double MinScore = 0.02;
    private const double MaxScore = 0.998;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
    };

    /// <summary>The constants shipped with the program.</summary>
    public static TextCertainty Shipped { get; } = ReadShipped();

    /// <summary>What they were measured on.</summary>
    public required TextSample MeasuredOn { get; init; }

    /// <summary>For the chance that what both readers read is right.</summary>
    public required ChanceConstants Both { get; init; }

    /// <summary>For the chance that what the first reader reads is right, where there is a second one.</summary>
    public required ChanceConstants First { get; init; }

    /// <summary>For the same chance, where there is none.</summary>
    public required ChanceConstants Alone { get; init; }

    /// <summary>The chance in percent, 0-100, that a text was plainly there though no line resembles it.</summary>
    public required double Residue { get; init; }

    /// <summary>The confidence and the doubt of a line, 0-100 each, the doubt not below the confidence.</summary>
    /// <param name="first">What the first reader reads.</param>
    /// <param name="second">What the second reader reads; null if there is none.</param>
    public (double Confidence, double Doubt) Judge(Reading first, Reading? second)
    {
        if (second is not { } confirming)
        {
            var alone = Chance(Alone, first.Score, 0, 0);
            return (Math.Min(MaxAlone, alone), alone);
        }

        var likeness = LikenessOf(first, confirming);
        var confidence = Chance(Both, first.Score, confirming.Score, likeness);
        return (confidence, Math.Max(confidence, Chance(First, first.Score, confirming.Score, likeness)));
    }

    /// <summary>How alike the two readings are, 0-1.</summary>
    public static double LikenessOf(Reading first, Reading second) =>
        Folding.Likeness(Folding.Joined(first.Text), Folding.Joined(second.Text));

    /// <summary>The constants as the text of the file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format) + "\n";

    /// <summary>The log odds of a score, limited to where it is informative.</summary>
    public static double LogOdds(double score)
    {
        var limited = Math.Clamp(score, MinScore, MaxScore);
        return Math.Log(limited / (1 - limited));
    }

    private static double Chance(ChanceConstants constants, double first, double second, double likeness)
    {
        var odds = constants.Intercept + (constants.First * LogOdds(first)) + (constants.Second * LogOdds(second))
            + (constants.Likeness * likeness);
        return 100 / (1 + Math.Exp(-odds));
    }

    private static TextCertainty ReadShipped()
    {
        using var stream = typeof(TextCertainty).Assembly.GetManifestResourceStream(Resource)!;
        return JsonSerializer.Deserialize<TextCertainty>(stream, Format)!;
    }
}
