namespace Amazon.Rekognition.Model;

/// <summary>A label at one time.</summary>
public class LabelDetection
{
    /// <summary>How long it was seen, in milliseconds; only for segments.</summary>
    public long? DurationMillis { get; set; }

    /// <summary>When it was last seen, in milliseconds; only for segments.</summary>
    public long? EndTimestampMillis { get; set; }

    /// <summary>The label.</summary>
    public Label? Label { get; set; }

    /// <summary>When it was first seen, in milliseconds; only for segments.</summary>
    public long? StartTimestampMillis { get; set; }

    /// <summary>When it was seen, in milliseconds from the start.</summary>
    public long? Timestamp { get; set; }
}

/// <summary>Something that was seen.</summary>
public class Label
{
    /// <summary>Its other names.</summary>
    public List<LabelAlias>? Aliases { get; set; }

    /// <summary>The categories that it belongs to.</summary>
    public List<LabelCategory>? Categories { get; set; }

    /// <summary>The confidence in percent.</summary>
    public float? Confidence { get; set; }

    /// <summary>The instances with their boxes, for labels that have them.</summary>
    public List<Instance>? Instances { get; set; }

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>The more general labels above it.</summary>
    public List<Parent>? Parents { get; set; }
}

/// <summary>Another name of a label.</summary>
public class LabelAlias
{
    /// <summary>The other name.</summary>
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

/// <summary>One instance of a label in the picture.</summary>
public class Instance
{
    /// <summary>Where it was.</summary>
    public BoundingBox? BoundingBox { get; set; }

    /// <summary>The confidence in percent.</summary>
    public float? Confidence { get; set; }
}

/// <summary>A rectangle in fractions of the picture's width and height; it may extend beyond the picture.</summary>
public class BoundingBox
{
    /// <summary>Its height.</summary>
    public float? Height { get; set; }

    /// <summary>The distance from the picture's left edge.</summary>
    public float? Left { get; set; }

    /// <summary>The distance from the picture's top edge.</summary>
    public float? Top { get; set; }

    /// <summary>Its width.</summary>
    public float? Width { get; set; }
}
