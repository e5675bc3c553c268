namespace StreamBet.Core.Findings;

/// <summary>What an analyzer found in one clip: everything a verdict may stand on.</summary>
/// <param name="Analyzer">Who looked.</param>
/// <param name="Video">What was examined.</param>
/// <param name="Coverage">How much of it was examined.</param>
/// <param name="Labels">Each distinct label once, sorted by its best confidence, highest first.</param>
public sealed record ClipAnalysis(
    AnalyzerIdentity Analyzer,
    VideoMetadata Video,
    Coverage Coverage,
    IReadOnlyList<DetectedLabel> Labels)
{
    /// <summary>SHA-256 of what the analyzer was given, 64 lower-case hex digits, where the clip had to be transcoded for it;
    /// null when it was given the clip itself.</summary>
    public string? AnalysedSha256 { get; init; }

    /// <summary>What was seen, as people and programs are shown it: the labels and sightings with a confidence of
    /// <see cref="DetectedLabel.MinConfidence"/> or more. The others are doubts.</summary>
    public IReadOnlyList<DetectedLabel> Seen =>
    [
        .. Labels.Where(label => label.Confidence >= DetectedLabel.MinConfidence).Select(label => label with
        {
            Sightings = [.. label.Sightings.Where(sighting => sighting.Confidence >= DetectedLabel.MinConfidence)],
        }),
    ];

    /// <summary>What its doubts and residues are reckoned by; null for an analysis that has none: one made before version 2, or sent
    /// by a client.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>By the names of labels, the chance in per cent, 0-100, that a label was plainly there (for 2 s or more) though no
    /// sighting of it has a doubt of <see cref="Sighting.MinDoubt"/> or more. Labels that are not in it cannot be
    /// disproved.</summary>
    public IReadOnlyDictionary<string, double> Residues { get; init; } = new Dictionary<string, double>();
}

/// <summary>How an analyzer's doubts and residues were measured, and whether they hold for this clip.</summary>
/// <param name="Id">Tells one calibration from another: the first digits of the constants' digest, or a service's name.</param>
/// <param name="Prior">The share of the labels asked for that are there, 0-1, from which chances are reckoned.</param>
/// <param name="IsWithinBounds">Whether the clip's size, light and length are such that the residues hold.</param>
/// <param name="OutOfBounds">Why they do not, as a sentence; null when they do.</param>
public sealed record Calibration(string Id, double Prior, bool IsWithinBounds, string? OutOfBounds);

/// <summary>An analyzer and the exact models it used.</summary>
/// <param name="Name">The analyzer's name, such as "embedded".</param>
/// <param name="Version">The version of the analyzer's own reasoning; it changes when the same clip may get another
/// answer.</param>
/// <param name="Models">Each model with a digest of its files.</param>
public sealed record AnalyzerIdentity(string Name, string Version, IReadOnlyList<ModelIdentity> Models);

/// <summary>A model that an analyzer used.</summary>
/// <param name="Name">The model's usual name.</param>
/// <param name="Digest">SHA-256 of its files as 64 lower-case hex digits, or the version its service reports.</param>
public sealed record ModelIdentity(string Name, string Digest);

/// <summary>Facts about a clip, from its container and the video track that players show.</summary>
/// <param name="Duration">From the start of the clip to the end of its last picture.</param>
/// <param name="Format">The container: "QuickTime / MOV" (MP4 and MOV are one family) or "AVI (Audio Video
/// Interleaved)".</param>
/// <param name="Codec">The codec's short name, such as "h264".</param>
/// <param name="Width">Pixels, upright: after the rotation.</param>
/// <param name="Height">Pixels, upright: after the rotation.</param>
/// <param name="FrameRate">Pictures a second; 0 when the container does not tell.</param>
/// <param name="Rotation">Degrees clockwise by which a player turns the coded picture: 0, 90, 180 or 270.</param>
public sealed record VideoMetadata(
    TimeSpan Duration,
    string Format,
    string Codec,
    int Width,
    int Height,
    double FrameRate,
    int Rotation)
{
    /// <summary>How the examined track must be read.</summary>
    public TrackReading Reading { get; init; } = new();

    /// <summary>Why players may show other pictures than those examined, as a sentence; null if they do not. A clip in
    /// doubt decides no NO.</summary>
    public string? Doubt { get; init; }
}

/// <summary>How much of a clip was examined.</summary>
/// <param name="Planned">Samples that the clip's duration asks for.</param>
/// <param name="Examined">Samples that were decoded and examined.</param>
/// <param name="LargestGap">The longest stretch of the clip without a sample.</param>
public sealed record Coverage(int Planned, int Examined, TimeSpan LargestGap)
{
    /// <summary>The share of the planned samples that makes a clip examined whole (the rule, step 5).</summary>
    public const double WholeShare = 0.98;

    /// <summary>The longest gap in a clip examined whole (the rule, step 5).</summary>
    public static readonly TimeSpan WholeGap = TimeSpan.FromSeconds(1);

    /// <summary>Whether that the clip was examined whole is the word of a service which tells neither samples nor gaps. The
    /// numbers are then those of the moments at which it reported anything.</summary>
    public bool IsToldByService { get; init; }

    /// <summary>What is known of a clip that a service says to have examined whole.</summary>
    /// <param name="moments">At how many different times it reported anything.</param>
    public static Coverage OfService(int moments) =>
        new(Math.Max(1, moments), Math.Max(1, moments), TimeSpan.Zero) { IsToldByService = true };

    /// <summary>Pictures that are damaged in the clip's file. One is enough for a doubt: all that follow it, up to the next
    /// whole picture, may show things wrongly, and things that are there may not be seen.</summary>
    public int DamagedPictures { get; init; }

    /// <summary>Whether a NO may stand on it.</summary>
    public bool IsWhole => DamagedPictures == 0 && Planned > 0 && Examined >= Planned * WholeShare && LargestGap <= WholeGap;
}

/// <summary>A label with every time it was seen.</summary>
/// <param name="Name">The label's name in the vocabulary, such as "Dog".</param>
/// <param name="Category">Its category in the same vocabulary, such as "Animals and Pets".</param>
/// <param name="IsActivity">Whether it names something done rather than something there.</param>
/// <param name="Sightings">In the order of time, at most one a time; never empty.</param>
public sealed record DetectedLabel(
    string Name,
    string Category,
    bool IsActivity,
    IReadOnlyList<Sighting> Sightings)
{
    /// <summary>Sightings below this confidence are doubts, and make no occurrence (the rule, step 2).</summary>
    public const double MinConfidence = 50;

    /// <summary>The best confidence of its sightings, 0-100; under 50 where there are doubts about it and nothing
    /// more.</summary>
    public double Confidence => Sightings.Max(sighting => sighting.Confidence);
}

/// <summary>One label at one time.</summary>
/// <param name="At">Time from the start of the clip.</param>
/// <param name="Confidence">The calibrated chance, 0-100, that it is there, after every guard against a wrong YES. All support from
/// other samples, tracks and models is in it.</param>
/// <param name="Instances">Where it was seen; empty when the analyzer gives no boxes.</param>
public sealed record Sighting(TimeSpan At, double Confidence, IReadOnlyList<Instance> Instances)
{
    /// <summary>Sightings with a smaller doubt are not kept (the rule, step 1).</summary>
    public const double MinDoubt = 20;

    /// <summary>The same chance without those guards, 0-100, never smaller than the confidence; null in an analysis made before
    /// version 2, or sent by a client.</summary>
    public double? Doubt { get; init; }
}

/// <summary>One thing that a sighting saw.</summary>
/// <param name="Box">Where it was.</param>
/// <param name="Confidence">0-100.</param>
public sealed record Instance(Box Box, double Confidence);
