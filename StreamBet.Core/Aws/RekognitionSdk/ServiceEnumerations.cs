using Amazon.Runtime;

namespace Amazon.Rekognition;

/// <summary>How the labels of an answer are gathered.</summary>
public class LabelDetectionAggregateBy : ConstantClass
{
    /// <summary>A label for each time it was seen.</summary>
    public static readonly LabelDetectionAggregateBy TIMESTAMPS = new("TIMESTAMPS");

    /// <summary>A label for each stretch in which it was seen, without instances.</summary>
    public static readonly LabelDetectionAggregateBy SEGMENTS = new("SEGMENTS");

    /// <summary>A value that this list does not have.</summary>
    public LabelDetectionAggregateBy(string value)
        : base(value)
    {
    }

    /// <summary>The value of that text.</summary>
    public static LabelDetectionAggregateBy FindValue(string value) => FindValue<LabelDetectionAggregateBy>(value);

    /// <summary>The value of that text.</summary>
    public static implicit operator LabelDetectionAggregateBy(string value) => FindValue(value);
}

/// <summary>In what order the labels of an answer come.</summary>
public class LabelDetectionSortBy : ConstantClass
{
    /// <summary>By name.</summary>
    public static readonly LabelDetectionSortBy NAME = new("NAME");

    /// <summary>By time.</summary>
    public static readonly LabelDetectionSortBy TIMESTAMP = new("TIMESTAMP");

    /// <summary>A value that this list does not have.</summary>
    public LabelDetectionSortBy(string value)
        : base(value)
    {
    }

    /// <summary>The value of that text.</summary>
    public static LabelDetectionSortBy FindValue(string value) => FindValue<LabelDetectionSortBy>(value);

    /// <summary>The value of that text.</summary>
    public static implicit operator LabelDetectionSortBy(string value) => FindValue(value);
}

/// <summary>What a detection looks for.</summary>
public class LabelDetectionFeatureName : ConstantClass
{
    /// <summary>Labels.</summary>
    public static readonly LabelDetectionFeatureName GENERAL_LABELS = new("GENERAL_LABELS");

    /// <summary>A value that this list does not have.</summary>
    public LabelDetectionFeatureName(string value)
        : base(value)
    {
    }

    /// <summary>The value of that text.</summary>
    public static LabelDetectionFeatureName FindValue(string value) => FindValue<LabelDetectionFeatureName>(value);

    /// <summary>The value of that text.</summary>
    public static implicit operator LabelDetectionFeatureName(string value) => FindValue(value);
}

/// <summary>How a job stands.</summary>
public class VideoJobStatus : ConstantClass
{
    /// <summary>It goes on.</summary>
    public static readonly VideoJobStatus IN_PROGRESS = new("IN_PROGRESS");

    /// <summary>It has come to its end, and its labels can be read.</summary>
    public static readonly VideoJobStatus SUCCEEDED = new("SUCCEEDED");

    /// <summary>It has failed.</summary>
    public static readonly VideoJobStatus FAILED = new("FAILED");

    /// <summary>A value that this list does not have.</summary>
    public VideoJobStatus(string value)
        : base(value)
    {
    }

    /// <summary>The value of that text.</summary>
    public static VideoJobStatus FindValue(string value) => FindValue<VideoJobStatus>(value);

    /// <summary>The value of that text.</summary>
    public static implicit operator VideoJobStatus(string value) => FindValue(value);
}

/// <summary>Which colours a video can have.</summary>
public class VideoColorRange : ConstantClass
{
    /// <summary>All of 0 to 255.</summary>
    public static readonly VideoColorRange FULL = new("FULL");

    /// <summary>16 to 235.</summary>
    public static readonly VideoColorRange LIMITED = new("LIMITED");

    /// <summary>A value that this list does not have.</summary>
    public VideoColorRange(string value)
        : base(value)
    {
    }

    /// <summary>The value of that text.</summary>
    public static VideoColorRange FindValue(string value) => FindValue<VideoColorRange>(value);

    /// <summary>The value of that text.</summary>
    public static implicit operator VideoColorRange(string value) => FindValue(value);
}
