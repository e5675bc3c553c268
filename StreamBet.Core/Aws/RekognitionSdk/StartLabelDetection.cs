using Amazon.Runtime;

namespace Amazon.Rekognition.Model;

/// <summary>Asks to look for labels in a video. What is null is not sent.</summary>
public class StartLabelDetectionRequest : AmazonWebServiceRequest
{
    /// <summary>The same token with the same request starts nothing twice; 1 to 64 characters.</summary>
    public string? ClientRequestToken { get; set; }

    /// <summary>What to look for; labels unless it is said.</summary>
    public List<string>? Features { get; set; }

    /// <summary>Returned with the answer; 1 to 256 characters.</summary>
    public string? JobTag { get; set; }

    /// <summary>Percent; labels with less are never returned. 50 unless it is said.</summary>
    public float? MinConfidence { get; set; }

    /// <summary>Which labels to look for.</summary>
    public LabelDetectionSettings? Settings { get; set; }

    /// <summary>Where the video is.</summary>
    public Video? Video { get; set; }
}

/// <summary>The job that was started.</summary>
public class StartLabelDetectionResponse : AmazonWebServiceResponse
{
    /// <summary>By which its labels are asked for.</summary>
    public string? JobId { get; set; }
}

/// <summary>A video.</summary>
public class Video
{
    /// <summary>The object that it is.</summary>
    public S3Object? S3Object { get; set; }
}

/// <summary>An object in S3.</summary>
public class S3Object
{
    /// <summary>Its bucket, in the region of the client.</summary>
    public string? Bucket { get; set; }

    /// <summary>Its key.</summary>
    public string? Name { get; set; }

    /// <summary>Its version, in a bucket that has versions.</summary>
    public string? Version { get; set; }
}

/// <summary>What to look for.</summary>
public class LabelDetectionSettings
{
    /// <summary>Which labels.</summary>
    public GeneralLabelsSettings? GeneralLabels { get; set; }
}

/// <summary>Which labels to look for, up to 100 names a list.</summary>
public class GeneralLabelsSettings
{
    /// <summary>None of these categories.</summary>
    public List<string>? LabelCategoryExclusionFilters { get; set; }

    /// <summary>These categories alone.</summary>
    public List<string>? LabelCategoryInclusionFilters { get; set; }

    /// <summary>None of these labels.</summary>
    public List<string>? LabelExclusionFilters { get; set; }

    /// <summary>These labels alone.</summary>
    public List<string>? LabelInclusionFilters { get; set; }
}
