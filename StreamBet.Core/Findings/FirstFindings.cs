using System.Text.Json.Serialization;

namespace StreamBet.Core.Findings;

// Version 1 of stored data, as written by 0.1.0: the properties of its classes, including computed ones, which are read
// and ignored. Members with a default were added within version 1, so its first documents lack them.

/// <summary>An analysis of version 1.</summary>
internal sealed record FirstAnalysis(
    [property: JsonPropertyName("Analyzer")] FirstAnalyzer Analyzer,
    [property: JsonPropertyName("Video")] FirstVideo Video,
    [property: JsonPropertyName("Coverage")] FirstCoverage Coverage,
    [property: JsonPropertyName("Labels")] IReadOnlyList<FirstLabel> Labels,
    [property: JsonPropertyName("AnalysedSha256")] string? AnalysedSha256 = null)
{
    public ClipAnalysis ToAnalysis() => new(
        new AnalyzerIdentity(
            Analyzer.Name, Analyzer.Version,
            [.. Analyzer.Models.Select(model => new ModelIdentity(model.Name, model.Digest))]),
        Video.ToVideo(),
        Coverage.ToCoverage(),
        [.. Labels.Select(label => label.ToLabel())])
    {
        AnalysedSha256 = AnalysedSha256,
    };
}

/// <summary>The analyzer of version 1.</summary>
internal sealed record FirstAnalyzer(
    [property: JsonPropertyName("Name")] string Name,
    [property: JsonPropertyName("Version")] string Version,
    [property: JsonPropertyName("Models")] IReadOnlyList<FirstModel> Models);

/// <summary>A model of version 1.</summary>
internal sealed record FirstModel(
    [property: JsonPropertyName("Name")] string Name,
    [property: JsonPropertyName("Digest")] string Digest);

/// <summary>The facts about a clip of version 1.</summary>
internal sealed record FirstVideo(
    [property: JsonPropertyName("Duration")] TimeSpan Duration,
    [property: JsonPropertyName("Format")] string Format,
    [property: JsonPropertyName("Codec")] string Codec,
    [property: JsonPropertyName("Width")] int Width,
    [property: JsonPropertyName("Height")] int Height,
    [property: JsonPropertyName("FrameRate")] double FrameRate,
    [property: JsonPropertyName("Rotation")] int Rotation)
{
    public VideoMetadata ToVideo() => new(Duration, Format, Codec, Width, Height, FrameRate, Rotation);
}

/// <summary>The coverage of version 1.</summary>
internal sealed record FirstCoverage(
    [property: JsonPropertyName("Planned")] int Planned,
    [property: JsonPropertyName("Examined")] int Examined,
    [property: JsonPropertyName("LargestGap")] TimeSpan LargestGap,
    [property: JsonPropertyName("IsToldByService")] bool IsToldByService = false,
    [property: JsonPropertyName("DamagedPictures")] int DamagedPictures = 0,
    [property: JsonPropertyName("IsWhole")] bool? IsWhole = null)
{
    public Coverage ToCoverage() => new(Planned, Examined, LargestGap)
    {
        IsToldByService = IsToldByService,
        DamagedPictures = DamagedPictures,
    };
}

/// <summary>A label of version 1.</summary>
internal sealed record FirstLabel(
    [property: JsonPropertyName("Name")] string Name,
    [property: JsonPropertyName("Category")] string Category,
    [property: JsonPropertyName("IsActivity")] bool IsActivity,
    [property: JsonPropertyName("Sightings")] IReadOnlyList<FirstSighting> Sightings,
    [property: JsonPropertyName("Confidence")] double? Confidence = null)
{
    public DetectedLabel ToLabel() =>
        new(Name, Category, IsActivity, [.. Sightings.Select(sighting => sighting.ToSighting())]);
}

/// <summary>A sighting of version 1.</summary>
internal sealed record FirstSighting(
    [property: JsonPropertyName("At")] TimeSpan At,
    [property: JsonPropertyName("Confidence")] double Confidence,
    [property: JsonPropertyName("Instances")] IReadOnlyList<FirstInstance> Instances)
{
    public Sighting ToSighting() => new(At, Confidence, [.. Instances.Select(instance => instance.ToInstance())]);
}

/// <summary>An instance of version 1.</summary>
internal sealed record FirstInstance(
    [property: JsonPropertyName("Box")] FirstBox Box,
    [property: JsonPropertyName("Confidence")] double Confidence)
{
    public Instance ToInstance() => new(new Box(Box.Left, Box.Top, Box.Width, Box.Height), Confidence);
}

/// <summary>A box of version 1.</summary>
internal sealed record FirstBox(
    [property: JsonPropertyName("Left")] double Left,
    [property: JsonPropertyName("Top")] double Top,
    [property: JsonPropertyName("Width")] double Width,
    [property: JsonPropertyName("Height")] double Height,
    [property: JsonPropertyName("Right")] double? Right = null,
    [property: JsonPropertyName("Bottom")] double? Bottom = null,
    [property: JsonPropertyName("Area")] double? Area = null);
