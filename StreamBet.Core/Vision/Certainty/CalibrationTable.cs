using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;
using StreamBet.Core.Vision.Detection;

namespace StreamBet.Core.Vision.Certainty;

/// <summary>What the fit found of one kind of labels.</summary>
/// <param name="Offset">What the kind adds to the log odds of the doubt.</param>
/// <param name="Residue">0-100: the chance that a label was there though there was no doubt of 20 or more about
/// it.</param>
/// <param name="Positives">On how many clips a label of the kind was plainly there.</param>
internal sealed record KindConstants(double Offset, double Residue, int Positives);

/// <summary>How verdicts on a label ended on the clips of the fit, each clip judged with the constants of all
/// others.</summary>
/// <param name="Positives">Clips on which it was plainly there, for 2 s or more.</param>
/// <param name="Yes">Of those, how many were YES.</param>
/// <param name="No">Of those, how many were NO, wrongly.</param>
/// <param name="Absent">Clips on which it was not there.</param>
/// <param name="WrongYes">Of those, how many were YES, wrongly.</param>
/// <param name="RightNo">Of those, how many were NO.</param>
internal sealed record LabelCounts(int Positives, int Yes, int No, int Absent, int WrongYes, int RightNo)
{
    /// <summary>As the vocabulary shows it.</summary>
    public MeasuredFigures ToFigures() => new(
        Share(Yes, Yes + WrongYes), Share(Yes, Positives), Share(RightNo, RightNo + No), Positives, Absent);

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}

/// <summary>The constants of the doubt, as the fit wrote them (see docs/recognition.md). They are read from the one
/// file <c>calibration.json</c>, whose digest is their id.</summary>
internal sealed record CalibrationTable
{
    private const string Resource = "calibration.json";

    // Evidence is cut at both ends: beyond them it says no more.
    private const double Floor = -5;
    private const double Ceiling = 4;

    private const int IdLength = 16;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
    };

    /// <summary>The constants that come with the program.</summary>
    public static CalibrationTable Shipped { get; } = ReadShipped();

    /// <summary>The first digits of the file's SHA-256; empty for constants that are no file yet.</summary>
    [JsonIgnore]
    public string Id { get; init; } = "";

    /// <summary>How many of the labels that are asked for are there, 0-1: what chances are reckoned from.</summary>
    public required double Prior { get; init; }

    /// <summary>Clips that the constants were fitted on.</summary>
    public required int Clips { get; init; }

    /// <summary>The log odds of the doubt where the evidence is 0, before the kind is heard.</summary>
    public required double Intercept { get; init; }

    /// <summary>What one of evidence adds to the log odds of the doubt.</summary>
    public required double Slope { get; init; }

    /// <summary>What was found of each kind.</summary>
    public required IReadOnlyDictionary<LabelKind, KindConstants> Kinds { get; init; }

    /// <summary>Residues, 0-100, of labels that were plainly there on ten clips or more.</summary>
    public required IReadOnlyDictionary<string, double> LabelResidues { get; init; }

    /// <summary>How verdicts on each label ended.</summary>
    public required IReadOnlyDictionary<string, LabelCounts> Labels { get; init; }

    /// <summary>Evidence within the ends beyond which it says no more.</summary>
    public static double Cut(double evidence) => Math.Clamp(evidence, Floor, Ceiling);

    /// <summary>The chance, 0-100, that a thing is there after the guards against a wrong YES. Under even chances it is
    /// no more than the doubt would be: what is seldom overlooked is hardly there when it is hardly seen.</summary>
    public double ConfidenceOf(int coco, double guarded) =>
        guarded < 0 ? Math.Min(100 * ToChance(guarded), DoubtOf(coco, guarded)) : 100 * ToChance(guarded);

    /// <summary>The chance, 0-100, that a thing is there, without the guards. What the models by themselves hold for as
    /// likely as not is never less than 20, whatever was seldom overlooked before.</summary>
    public double DoubtOf(int coco, double evidence) => 100 * Math.Max(
        ToChance(Intercept + (Slope * Cut(evidence)) + Kinds[LabelKinds.Of(coco)].Offset),
        ToChance(evidence - Evidence.Decisive));

    /// <summary>The chance, 0-100, that a thing was there though there was no doubt of 20 or more about it.</summary>
    public double ResidueOf(int coco) =>
        CocoClasses.All[coco].Label is { } label && LabelResidues.TryGetValue(label, out var measured)
            ? measured
            : Kinds[LabelKinds.Of(coco)].Residue;

    /// <summary>The constants as the text of their file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format) + "\n";

    /// <summary>Reads the text of such a file.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static CalibrationTable Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<CalibrationTable>(json, Format)! with
        {
            Id = Convert.ToHexStringLower(SHA256.HashData(json))[..IdLength],
        };

    private static CalibrationTable ReadShipped()
    {
        using var stream = typeof(CalibrationTable).Assembly.GetManifestResourceStream(Resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Read(bytes.ToArray());
    }

    private static double ToChance(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
