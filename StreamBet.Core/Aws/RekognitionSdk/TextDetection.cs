namespace Amazon.Rekognition.Model;

/// <summary>A line or a word at one time.</summary>
public class TextDetectionResult
{
    /// <summary>The line or the word.</summary>
    public TextDetection? TextDetection { get; set; }

    /// <summary>When it was read, in milliseconds from the start.</summary>
    public long? Timestamp { get; set; }
}

/// <summary>A line or a word that was read.</summary>
public class TextDetection
{
    /// <summary>The confidence in percent.</summary>
    public float? Confidence { get; set; }

    /// <summary>The text.</summary>
    public string? DetectedText { get; set; }

    /// <summary>Where it was.</summary>
    public Geometry? Geometry { get; set; }

    /// <summary>Its number in the picture.</summary>
    public int? Id { get; set; }

    /// <summary>The number of the line that a word belongs to; null for a line.</summary>
    public int? ParentId { get; set; }

    /// <summary>Whether it is a line or a word.</summary>
    public TextTypes? Type { get; set; }
}

/// <summary>Where something was in the picture.</summary>
public class Geometry
{
    /// <summary>The rectangle around it.</summary>
    public BoundingBox? BoundingBox { get; set; }
}
