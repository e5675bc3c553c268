namespace StreamBet.Core.Findings;

/// <summary>An analyzer's findings in one clip: everything that a verdict may be based on.</summary>
/// <param name="Analyzer">The analyzer.</param>
/// <param name="Video">What was examined.</param>
/// <param name="Coverage">How much of it was examined.</param>
/// <param name="Labels">Each label once, highest best confidence first.</param>
public sealed record ClipAnalysis(
    AnalyzerIdentity Analyzer,
    VideoMetadata Video,
    Coverage Coverage,
    IReadOnlyList<DetectedLabel> Labels)
{
    /// <summary>SHA-256 of the converted clip that was analysed, 64 lower-case hex digits; null if the clip itself
    /// was.</summary>
    public string? AnalysedSha256 { get; init; }

    /// <summary>What people and programs are shown: the labels and sightings with a confidence of at least
    /// <see cref="DetectedLabel.MinConfidence"/>. The others are doubts.</summary>
    public IReadOnlyList<DetectedLabel> Seen =>
    [
        .. Labels.Where(label => label.Confidence >= DetectedLabel.MinConfidence).Select(label => label with
        {
            Sightings = [.. label.Sightings.Where(sighting => sighting.Confidence >= DetectedLabel.MinConfidence)],
        }),
    ];

    /// <summary>The basis of its doubts and residues; null if it has none, because it was made before version 2 or sent
    /// by a client.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>The parts of the clip from which no absence can be told, in time order; empty in an analysis of before version
    /// 5.</summary>
    public IReadOnlyList<UnclearStretch> Unclear { get; init; } = [];

    /// <summary>The text that was read; null if nobody asked for it.</summary>
    public TextFindings? Text { get; init; }

    /// <summary>The reference pictures that it was searched for; null if nobody asked for one.</summary>
    public PictureFindings? Pictures { get; init; }

    /// <summary>By label name, the chance in percent, 0-100, that a label was plainly visible (for 2 s or more)
    /// although no sighting of it has a doubt of at least <see cref="Sighting.MinDoubt"/>. Labels without an entry
    /// can't be disproved.</summary>
    public IReadOnlyDictionary<string, double> Residues { get; init; } = new Dictionary<string, double>();
}

/// <summary>How an analyzer's doubts and residues were measured, and whether they apply to this clip.</summary>
/// <param name="Id">Identifies the calibration: the first digits of the constants' digest, or a service's name.</param>
/// <param name="Prior">The assumed share of requested labels that are present, 0-1; chances are computed from
/// it.</param>
/// <param name="IsWithinBounds">Whether the clip's size, light and length are in the range for which the residues
/// apply.</param>
/// <param name="OutOfBounds">Why they are not, as a sentence; null if they are.</param>
public sealed record Calibration(string Id, double Prior, bool IsWithinBounds, string? OutOfBounds);

/// <summary>An analyzer and the exact models it used.</summary>
/// <param name="Name">The analyzer's name, such as "embedded".</param>
/// <param name="Version">The version of the analyzer's own logic; changes whenever the same clip may give another
/// result.</param>
/// <param name="Models">Each model with a digest of its files.</param>
public sealed record AnalyzerIdentity(string Name, string Version, IReadOnlyList<ModelIdentity> Models);

/// <summary>A model that the analyzer used.</summary>
/// <param name="Name">The model's usual name.</param>
/// <param name="Digest">SHA-256 of its files as 64 lower-case hex digits, or the version its service reports.</param>
public sealed record ModelIdentity(string Name, string Digest);

/// <summary>Facts about a clip, from its container and the video track that players show.</summary>
/// <param name="Duration">From the start of the clip to the end of its last picture.</param>
/// <param name="Format">The container: "QuickTime / MOV" (MP4 and MOV are one family) or "AVI (Audio Video
/// Interleaved)".</param>
/// <param name="Codec">The codec's short name, such as "h264".</param>
/// <param name="Width">Pixels, after rotation.</param>
/// <param name="Height">Pixels, after rotation.</param>
/// <param name="FrameRate">Pictures a second; 0 if the container does not state it.</param>
/// <param name="Rotation">Clockwise rotation that a player applies, in degrees: 0, 90, 180 or 270.</param>
public sealed record VideoMetadata(
    TimeSpan Duration,
    string Format,
    string Codec,
    int Width,
    int Height,
    double FrameRate,
    int Rotation)
{
    /// <summary>How to read the examined track.</summary>
    public TrackReading Reading { get; init; } = new();

    /// <summary>Why players may show other pictures than those examined, as a sentence; null if they do not. Such a
    /// clip never decides NO.</summary>
    public string? Doubt { get; init; }
}

/// <summary>How much of a clip was examined.</summary>
/// <param name="Planned">The number of samples planned for the clip's duration.</param>
/// <param name="Examined">The number of samples decoded and examined.</param>
/// <param name="LargestGap">The longest stretch of the clip without a sample.</param>
public sealed record Coverage(int Planned, int Examined, TimeSpan LargestGap)
{
    /// <summary>The share of planned samples that must be examined for full coverage (the rule, step 5).</summary>
    public const double WholeShare = 0.98;

    /// <summary>The longest gap allowed for full coverage (the rule, step 5).</summary>
    public static readonly TimeSpan WholeGap = TimeSpan.FromSeconds(1);

    /// <summary>True when an external service vouches for full coverage without reporting samples or gaps. The numbers
    /// then count the times at which it reported anything.</summary>
    public bool IsToldByService { get; init; }

    /// <summary>The coverage of a clip that a service reports as fully examined.</summary>
    /// <param name="moments">The number of different times at which it reported anything.</param>
    public static Coverage OfService(int moments) =>
        new(Math.Max(1, moments), Math.Max(1, moments), TimeSpan.Zero) { IsToldByService = true };

    /// <summary>Damaged pictures in the clip's file. A single one rules out a NO: the pictures up to the next intact
    /// key picture may be shown wrongly, so that things in them may be missed.</summary>
    public int DamagedPictures { get; init; }

    /// <summary>Whether it is enough for a NO.</summary>
    public bool IsWhole => DamagedPictures == 0 && Planned > 0 && Examined >= Planned * WholeShare && LargestGap <= WholeGap;
}

/// <summary>A label with all its sightings.</summary>
/// <param name="Name">The label's name in the vocabulary, such as "Dog".</param>
/// <param name="Category">Its category in the same vocabulary, such as "Animals and Pets".</param>
/// <param name="IsActivity">Whether it names an activity rather than a thing.</param>
/// <param name="Sightings">In time order, at most one per time; never empty.</param>
public sealed record DetectedLabel(
    string Name,
    string Category,
    bool IsActivity,
    IReadOnlyList<Sighting> Sightings)
{
    /// <summary>Sightings below this confidence are only doubts and make no occurrence (the rule, step 2).</summary>
    public const double MinConfidence = 50;

    /// <summary>The highest confidence of its sightings, 0-100; under 50 if it has only doubts.</summary>
    public double Confidence => Sightings.Max(sighting => sighting.Confidence);
}

/// <summary>One label at one moment.</summary>
/// <param name="At">Time from the start of the clip.</param>
/// <param name="Confidence">The calibrated probability that it is present, 0-100, after all guards against a wrong YES.
/// Includes the support from other samples, tracks and models.</param>
/// <param name="Instances">Where it was seen; empty when the analyzer reports no boxes.</param>
public sealed record Sighting(TimeSpan At, double Confidence, IReadOnlyList<Instance> Instances)
{
    /// <summary>Sightings with a smaller doubt are not kept (the rule, step 1).</summary>
    public const double MinDoubt = 20;

    /// <summary>The same probability without those guards, 0-100, never below the confidence; null in an analysis made
    /// before version 2 or sent by a client.</summary>
    public double? Doubt { get; init; }
}

/// <summary>One thing seen in a sighting.</summary>
/// <param name="Box">Its position.</param>
/// <param name="Confidence">0-100.</param>
public sealed record Instance(Box Box, double Confidence);
