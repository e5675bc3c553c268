using Amazon.Runtime;

namespace Amazon.Rekognition.Model;

/// <summary>Starts to detect labels in a video. Null members are not sent.</summary>
public class StartLabelDetectionRequest : AmazonWebServiceRequest
{
    /// <summary>Makes the request idempotent: the same token and request start only one job; 1 to 64
    /// characters.</summary>
    public string? ClientRequestToken { get; set; }

    /// <summary>What to detect; labels when null.</summary>
    public List<string>? Features { get; set; }

    /// <summary>A tag that is returned with the result; 1 to 256 characters.</summary>
    public string? JobTag { get; set; }

    /// <summary>The lowest confidence to return, in percent; 50 when null.</summary>
    public float? MinConfidence { get; set; }

    /// <summary>Which labels to look for.</summary>
    public LabelDetectionSettings? Settings { get; set; }

    /// <summary>The video.</summary>
    public Video? Video { get; set; }
}

/// <summary>The job that was started.</summary>
public class StartLabelDetectionResponse : AmazonWebServiceResponse
{
    /// <summary>The id of the job.</summary>
    public string? JobId { get; set; }
}

/// <summary>A video.</summary>
public class Video
{
    /// <summary>The object in S3.</summary>
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
    /// <summary>Categories to exclude.</summary>
    public List<string>? LabelCategoryExclusionFilters { get; set; }

    /// <summary>The only categories to detect.</summary>
    public List<string>? LabelCategoryInclusionFilters { get; set; }

    /// <summary>Labels to exclude.</summary>
    public List<string>? LabelExclusionFilters { get; set; }

    /// <summary>The only labels to detect.</summary>
    public List<string>? LabelInclusionFilters { get; set; }
}
