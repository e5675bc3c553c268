using Amazon.Runtime;

namespace Amazon.Rekognition;

/// <summary>How labels are grouped in a response.</summary>
public class LabelDetectionAggregateBy : ConstantClass
{
    /// <summary>One entry for each time a label was seen.</summary>
    public static readonly LabelDetectionAggregateBy TIMESTAMPS = new("TIMESTAMPS");

    /// <summary>One entry for each segment in which a label was seen, without instances.</summary>
    public static readonly LabelDetectionAggregateBy SEGMENTS = new("SEGMENTS");

    /// <summary>Creates a value that is not listed here.</summary>
    public LabelDetectionAggregateBy(string value)
        : base(value)
    {
    }

    /// <summary>The value with the given text.</summary>
    public static LabelDetectionAggregateBy FindValue(string value) => FindValue<LabelDetectionAggregateBy>(value);

    /// <summary>The value with the given text.</summary>
    public static implicit operator LabelDetectionAggregateBy(string value) => FindValue(value);
}

/// <summary>The order of labels in a response.</summary>
public class LabelDetectionSortBy : ConstantClass
{
    /// <summary>By name.</summary>
    public static readonly LabelDetectionSortBy NAME = new("NAME");

    /// <summary>By time.</summary>
    public static readonly LabelDetectionSortBy TIMESTAMP = new("TIMESTAMP");

    /// <summary>Creates a value that is not listed here.</summary>
    public LabelDetectionSortBy(string value)
        : base(value)
    {
    }

    /// <summary>The value with the given text.</summary>
    public static LabelDetectionSortBy FindValue(string value) => FindValue<LabelDetectionSortBy>(value);

    /// <summary>The value with the given text.</summary>
    public static implicit operator LabelDetectionSortBy(string value) => FindValue(value);
}

/// <summary>What to detect.</summary>
public class LabelDetectionFeatureName : ConstantClass
{
    /// <summary>Labels.</summary>
    public static readonly LabelDetectionFeatureName GENERAL_LABELS = new("GENERAL_LABELS");

    /// <summary>Creates a value that is not listed here.</summary>
    public LabelDetectionFeatureName(string value)
        : base(value)
    {
    }

    /// <summary>The value with the given text.</summary>
    public static LabelDetectionFeatureName FindValue(string value) => FindValue<LabelDetectionFeatureName>(value);

    /// <summary>The value with the given text.</summary>
    public static implicit operator LabelDetectionFeatureName(string value) => FindValue(value);
}

/// <summary>The status of a job.</summary>
public class VideoJobStatus : ConstantClass
{
    /// <summary>The job is running.</summary>
    public static readonly VideoJobStatus IN_PROGRESS = new("IN_PROGRESS");

    /// <summary>The job has succeeded and its result can be read.</summary>
    public static readonly VideoJobStatus SUCCEEDED = new("SUCCEEDED");

    /// <summary>The job has failed.</summary>
    public static readonly VideoJobStatus FAILED = new("FAILED");

    /// <summary>Creates a value that is not listed here.</summary>
    public VideoJobStatus(string value)
        : base(value)
    {
    }

    /// <summary>The value with the given text.</summary>
    public static VideoJobStatus FindValue(string value) => FindValue<VideoJobStatus>(value);

    /// <summary>The value with the given text.</summary>
    public static implicit operator VideoJobStatus(string value) => FindValue(value);
}

/// <summary>The kinds of text in a response.</summary>
public class TextTypes : ConstantClass
{
    /// <summary>A line.</summary>
    public static readonly TextTypes LINE = new("LINE");

    /// <summary>A word of a line.</summary>
    public static readonly TextTypes WORD = new("WORD");

    /// <summary>Creates a value that is not listed here.</summary>
    public TextTypes(string value)
        : base(value)
    {
    }

    /// <summary>The value with the given text.</summary>
    public static TextTypes FindValue(string value) => FindValue<TextTypes>(value);

    /// <summary>The value with the given text.</summary>
    public static implicit operator TextTypes(string value) => FindValue(value);
}

/// <summary>The color range of a video.</summary>
public class VideoColorRange : ConstantClass
{
    /// <summary>0 to 255.</summary>
    public static readonly VideoColorRange FULL = new("FULL");

    /// <summary>16 to 235.</summary>
    public static readonly VideoColorRange LIMITED = new("LIMITED");

    /// <summary>Creates a value that is not listed here.</summary>
    public VideoColorRange(string value)
        : base(value)
    {
    }

    /// <summary>The value with the given text.</summary>
    public static VideoColorRange FindValue(string value) => FindValue<VideoColorRange>(value);

    /// <summary>The value with the given text.</summary>
    public static implicit operator VideoColorRange(string value) => FindValue(value);
}
