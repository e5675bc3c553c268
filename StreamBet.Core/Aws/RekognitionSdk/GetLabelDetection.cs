using Amazon.Runtime;

namespace Amazon.Rekognition.Model;

/// <summary>Asks how a job stands. What is null is not sent.</summary>
public class GetLabelDetectionRequest : AmazonWebServiceRequest
{
    /// <summary>How the labels are gathered; by time unless it is said.</summary>
    public LabelDetectionAggregateBy? AggregateBy { get; set; }

    /// <summary>The job.</summary>
    public string? JobId { get; set; }

    /// <summary>How many labels a page has at most, up to 1,000.</summary>
    public int? MaxResults { get; set; }

    /// <summary>The page; the first one when null.</summary>
    public string? NextToken { get; set; }

    /// <summary>Their order; by time unless it is said.</summary>
    public LabelDetectionSortBy? SortBy { get; set; }
}

/// <summary>How a job stands, and a page of its labels.</summary>
public class GetLabelDetectionResponse : AmazonWebServiceResponse
{
    /// <summary>What was asked for.</summary>
    public GetLabelDetectionRequestMetadata? GetRequestMetadata { get; set; }

    /// <summary>The job.</summary>
    public string? JobId { get; set; }

    /// <summary>How it stands.</summary>
    public VideoJobStatus? JobStatus { get; set; }

    /// <summary>The tag that it was started with.</summary>
    public string? JobTag { get; set; }

    /// <summary>The version of the model that found the labels.</summary>
    public string? LabelModelVersion { get; set; }

    /// <summary>Labels, each once for every time it was seen.</summary>
    public List<LabelDetection>? Labels { get; set; }

    /// <summary>By which the next page is asked for; null on the last.</summary>
    public string? NextToken { get; set; }

    /// <summary>Why the job failed.</summary>
    public string? StatusMessage { get; set; }

    /// <summary>Where the video is.</summary>
    public Video? Video { get; set; }

    /// <summary>What the video is.</summary>
    public VideoMetadata? VideoMetadata { get; set; }
}

/// <summary>What was asked for of a job.</summary>
public class GetLabelDetectionRequestMetadata
{
    /// <summary>How the labels are gathered.</summary>
    public LabelDetectionAggregateBy? AggregateBy { get; set; }

    /// <summary>Their order.</summary>
    public LabelDetectionSortBy? SortBy { get; set; }
}

/// <summary>What a video is.</summary>
public class VideoMetadata
{
    /// <summary>Its codec's short name, such as "h264".</summary>
    public string? Codec { get; set; }

    /// <summary>Which colours it can have.</summary>
    public VideoColorRange? ColorRange { get; set; }

    /// <summary>Its length in milliseconds.</summary>
    public long? DurationMillis { get; set; }

    /// <summary>Its container, such as "QuickTime / MOV".</summary>
    public string? Format { get; set; }

    /// <summary>Pixels.</summary>
    public long? FrameHeight { get; set; }

    /// <summary>Pictures a second.</summary>
    public float? FrameRate { get; set; }

    /// <summary>Pixels.</summary>
    public long? FrameWidth { get; set; }
}
