using Amazon.Runtime;

namespace Amazon.Rekognition.Model;

/// <summary>Asks for the status and the labels of a job. Null members are not sent.</summary>
public class GetLabelDetectionRequest : AmazonWebServiceRequest
{
    /// <summary>How labels are grouped; by time when null.</summary>
    public LabelDetectionAggregateBy? AggregateBy { get; set; }

    /// <summary>The id of the job.</summary>
    public string? JobId { get; set; }

    /// <summary>The largest number of labels per page, up to 1,000.</summary>
    public int? MaxResults { get; set; }

    /// <summary>The token of the page; null for the first.</summary>
    public string? NextToken { get; set; }

    /// <summary>The order of the labels; by time when null.</summary>
    public LabelDetectionSortBy? SortBy { get; set; }
}

/// <summary>The status of a job and a page of its labels.</summary>
public class GetLabelDetectionResponse : AmazonWebServiceResponse
{
    /// <summary>How the labels were requested.</summary>
    public GetLabelDetectionRequestMetadata? GetRequestMetadata { get; set; }

    /// <summary>The id of the job.</summary>
    public string? JobId { get; set; }

    /// <summary>Its status.</summary>
    public VideoJobStatus? JobStatus { get; set; }

    /// <summary>The tag given at its start.</summary>
    public string? JobTag { get; set; }

    /// <summary>The version of the model that found the labels.</summary>
    public string? LabelModelVersion { get; set; }

    /// <summary>The labels, one entry for each time a label was seen.</summary>
    public List<LabelDetection>? Labels { get; set; }

    /// <summary>The token of the next page; null on the last.</summary>
    public string? NextToken { get; set; }

    /// <summary>Why the job failed.</summary>
    public string? StatusMessage { get; set; }

    /// <summary>Where the video is.</summary>
    public Video? Video { get; set; }

    /// <summary>Facts about the video.</summary>
    public VideoMetadata? VideoMetadata { get; set; }
}

/// <summary>How the labels of a job were requested.</summary>
public class GetLabelDetectionRequestMetadata
{
    /// <summary>How labels are grouped.</summary>
    public LabelDetectionAggregateBy? AggregateBy { get; set; }

    /// <summary>The order of the labels.</summary>
    public LabelDetectionSortBy? SortBy { get; set; }
}

/// <summary>Facts about a video.</summary>
public class VideoMetadata
{
    /// <summary>Its codec's short name, such as "h264".</summary>
    public string? Codec { get; set; }

    /// <summary>Its color range.</summary>
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
