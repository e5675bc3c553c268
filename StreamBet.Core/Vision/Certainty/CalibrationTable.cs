using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;
using StreamBet.Core.Vision.Detection;

namespace StreamBet.Core.Vision.Certainty;

/// <summary>The fitted constants of one kind of label.</summary>
/// <param name="Offset">Added to the log odds of the doubt.</param>
/// <param name="Residue">The chance, 0-100, that a label was there although no doubt about it reached 20.</param>
/// <param name="Positives">The number of clips that plainly showed a label of the kind.</param>
internal sealed record KindConstants(double Offset, double Residue, int Positives);

/// <summary>The verdicts on a label over the clips of the fit; each clip was judged with the constants fitted on all
/// others.</summary>
/// <param name="Positives">Clips that plainly showed it, for 2 s or more.</param>
/// <param name="Yes">How many of those were YES.</param>
/// <param name="No">How many of those were NO, wrongly.</param>
/// <param name="Absent">Clips that did not show it.</param>
/// <param name="WrongYes">How many of those were YES, wrongly.</param>
/// <param name="RightNo">How many of those were NO.</param>
internal sealed record LabelCounts(int Positives, int Yes, int No, int Absent, int WrongYes, int RightNo)
{
    /// <summary>The figures for the vocabulary.</summary>
    public MeasuredFigures ToFigures() => new(
        Share(Yes, Yes + WrongYes), Share(Yes, Positives), Share(RightNo, RightNo + No), Positives, Absent);

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}

/// <summary>The constants of the doubt, as written by the fit (see docs/recognition.md). They come from the file
/// <c>calibration.json</c>, whose digest is their id.</summary>
internal sealed record CalibrationTable
{
    private const string Resource = "calibration.json";

    // Evidence is clamped to this range; values beyond it add no information.
    private const double Floor = -5;
    private const double Ceiling = 4;

    // However much the evidence: nobody has counted the clips that could prove more.
    private const double MaxConfidence = 99.9;

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

    /// <summary>The constants shipped with the program.</summary>
    public static CalibrationTable Shipped { get; } = ReadShipped();

    /// <summary>The first digits of the file's SHA-256; empty for constants that are not in a file yet.</summary>
    [JsonIgnore]
    public string Id { get; init; } = "";

    /// <summary>The assumed share of requested labels that are present, 0-1; chances are computed from it.</summary>
    public required double Prior { get; init; }

    /// <summary>The number of clips used for the fit.</summary>
    public required int Clips { get; init; }

    /// <summary>The log odds of the doubt when the evidence is 0, before the kind's offset.</summary>
    public required double Intercept { get; init; }

    /// <summary>The change of the doubt's log odds per unit of evidence.</summary>
    public required double Slope { get; init; }

    /// <summary>The constants of each kind.</summary>
    public required IReadOnlyDictionary<LabelKind, KindConstants> Kinds { get; init; }

    /// <summary>Residues, 0-100, of labels that at least ten clips plainly showed.</summary>
    public required IReadOnlyDictionary<string, double> LabelResidues { get; init; }

    /// <summary>The verdict counts of each label.</summary>
    public required IReadOnlyDictionary<string, LabelCounts> Labels { get; init; }

    /// <summary>Clamps evidence to the range in which it is informative.</summary>
    public static double Cut(double evidence) => Math.Clamp(evidence, Floor, Ceiling);

    /// <summary>The chance, 0-99.9, that a thing is there, after the guards against a wrong YES. Below even odds it is
    /// capped by the doubt: a thing that is rarely missed is unlikely to be there if it is hardly visible.</summary>
    public double ConfidenceOf(int coco, double guarded) =>
        Math.Min(100 * ToChance(guarded), guarded < 0 ? DoubtOf(coco, guarded) : MaxConfidence);

    /// <summary>The chance, 0-100, that a thing is there, without the guards. At least 20 if the models alone give even
    /// odds, even for kinds that are rarely missed.</summary>
    public double DoubtOf(int coco, double evidence) => 100 * Math.Max(
        ToChance(Intercept + (Slope * Cut(evidence)) + Kinds[LabelKinds.Of(coco)].Offset),
        ToChance(evidence - Evidence.Decisive));

    /// <summary>The chance, 0-100, that a thing was there although no doubt about it reached 20.</summary>
    public double ResidueOf(int coco) =>
        CocoClasses.All[coco].Label is { } label && LabelResidues.TryGetValue(label, out var measured)
            ? measured
            : Kinds[LabelKinds.Of(coco)].Residue;

    /// <summary>The constants as the text of the file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format) + "\n";

    /// <summary>Reads the text of the file.</summary>
    /// <exception cref="JsonException">The text is invalid.</exception>
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
