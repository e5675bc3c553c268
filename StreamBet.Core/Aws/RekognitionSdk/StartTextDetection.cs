using Amazon.Runtime;

namespace Amazon.Rekognition.Model;

/// <summary>Starts to detect text in a video. Null members are not sent.</summary>
public class StartTextDetectionRequest : AmazonWebServiceRequest
{
    /// <summary>Makes the request idempotent: the same token and request start only one job; 1 to 64
    /// characters.</summary>
    public string? ClientRequestToken { get; set; }

    /// <summary>Which text to return.</summary>
    public StartTextDetectionFilters? Filters { get; set; }

    /// <summary>A tag that is returned with the result; 1 to 256 characters.</summary>
    public string? JobTag { get; set; }

    /// <summary>The video.</summary>
    public Video? Video { get; set; }
}

/// <summary>The job that was started.</summary>
public class StartTextDetectionResponse : AmazonWebServiceResponse
{
    /// <summary>The id of the job.</summary>
    public string? JobId { get; set; }
}

/// <summary>Which text to return.</summary>
public class StartTextDetectionFilters
{
    /// <summary>Which words.</summary>
    public DetectionFilter? WordFilter { get; set; }
}

/// <summary>Which words to return.</summary>
public class DetectionFilter
{
    /// <summary>The smallest height of a word's box, as a fraction of the picture's height.</summary>
    public float? MinBoundingBoxHeight { get; set; }

    /// <summary>The smallest width of a word's box, as a fraction of the picture's width.</summary>
    public float? MinBoundingBoxWidth { get; set; }

    /// <summary>The lowest confidence, in percent; 80 when null.</summary>
    public float? MinConfidence { get; set; }
}
