namespace Amazon.Rekognition.Model;

/// <summary>A label at one time.</summary>
public class LabelDetection
{
    /// <summary>How long it was seen, in milliseconds; for segments alone.</summary>
    public long? DurationMillis { get; set; }

    /// <summary>Until when it was seen, in milliseconds; for segments alone.</summary>
    public long? EndTimestampMillis { get; set; }

    /// <summary>The label.</summary>
    public Label? Label { get; set; }

    /// <summary>Since when it was seen, in milliseconds; for segments alone.</summary>
    public long? StartTimestampMillis { get; set; }

    /// <summary>When it was seen, in milliseconds from the start.</summary>
    public long? Timestamp { get; set; }
}

/// <summary>What was seen.</summary>
public class Label
{
    /// <summary>Other names of it.</summary>
    public List<LabelAlias>? Aliases { get; set; }

    /// <summary>The categories that it belongs to.</summary>
    public List<LabelCategory>? Categories { get; set; }

    /// <summary>Percent.</summary>
    public float? Confidence { get; set; }

    /// <summary>Where it was seen, for the kinds of things that boxes are drawn of.</summary>
    public List<Instance>? Instances { get; set; }

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>The more general labels above it.</summary>
    public List<Parent>? Parents { get; set; }
}

/// <summary>Another name of a label.</summary>
public class LabelAlias
{
    /// <summary>That name.</summary>
    public string? Name { get; set; }
}

/// <summary>A category of labels.</summary>
public class LabelCategory
{
    /// <summary>Its name.</summary>
    public string? Name { get; set; }
}

/// <summary>A more general label.</summary>
public class Parent
{
    /// <summary>Its name.</summary>
    public string? Name { get; set; }
}

/// <summary>One of the things that a label was given for.</summary>
public class Instance
{
    /// <summary>Where it was.</summary>
    public BoundingBox? BoundingBox { get; set; }

    /// <summary>Percent.</summary>
    public float? Confidence { get; set; }
}

/// <summary>A rectangle, in ratios of the picture's width and height; it may reach beyond the picture.</summary>
public class BoundingBox
{
    /// <summary>Its height.</summary>
    public float? Height { get; set; }

    /// <summary>From the picture's left edge to its own.</summary>
    public float? Left { get; set; }

    /// <summary>From the picture's upper edge to its own.</summary>
    public float? Top { get; set; }

    /// <summary>Its width.</summary>
    public float? Width { get; set; }
}
