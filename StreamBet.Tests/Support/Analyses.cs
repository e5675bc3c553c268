using StreamBet.Core.Findings;

namespace StreamBet.Tests.Support;

/// <summary>Builds analyses and vocabularies for tests from the few facts that matter to a test.</summary>
internal static class Analyses
{
    public static readonly Vocabulary Vocabulary = new(
        new[] { "Dog", "Cat", "Person", "Ball", "Jumping", "Bird" }.Select(name =>
            new VocabularyLabel(name, "Any", IsActivity: name == "Jumping", IsValidated: name != "Bird")
            {
                Aliases = name == "Dog" ? ["Hound", "Pooch"] : [],
                Residue = name == "Bird" ? null : Residue,
            }));

    /// <summary>The residue of every label that can be disproved.</summary>
    public const double Residue = 5;

    /// <summary>An analysis of a fully examined clip.</summary>
    public static ClipAnalysis Of(double seconds, params DetectedLabel[] labels) => new(
        new AnalyzerIdentity("test", "1", []),
        new VideoMetadata(TimeSpan.FromSeconds(seconds), "QuickTime / MOV", "h264", 640, 360, 25, 0),
        new Coverage((int)(seconds * 2), (int)(seconds * 2), TimeSpan.FromSeconds(0.5)),
        labels)
    {
        Calibration = new Calibration("test", 0.3, IsWithinBounds: true, OutOfBounds: null),
        Residues = Vocabulary.Labels.Where(label => label.CanBeDisproved).ToDictionary(label => label.Name, _ => Residue),
    };

    /// <summary>The same analysis with the given number of planned samples examined.</summary>
    public static ClipAnalysis Examined(this ClipAnalysis analysis, int examined, int planned, double gap = 0.5) =>
        analysis with { Coverage = new Coverage(planned, examined, TimeSpan.FromSeconds(gap)) };

    /// <summary>A label with its sightings, given as pairs of second and confidence; each is as doubtful as it is sure.</summary>
    public static DetectedLabel Label(string name, params (double Second, double Confidence)[] sightings) => new(
        name, "Any", name == "Jumping",
        [.. sightings.Select(seen => new Sighting(TimeSpan.FromSeconds(seen.Second), seen.Confidence, []) { Doubt = seen.Confidence })]);
}
