using Amazon.Runtime;

namespace Amazon.Rekognition.Model;

/// <summary>Asks for the status and the text of a job. Null members are not sent.</summary>
public class GetTextDetectionRequest : AmazonWebServiceRequest
{
    /// <summary>The id of the job.</summary>
    public string? JobId { get; set; }

    /// <summary>The largest number of lines and words per page, up to 1,000.</summary>
    public int? MaxResults { get; set; }

    /// <summary>The token of the page; null for the first.</summary>
    public string? NextToken { get; set; }
}

/// <summary>The status of a job and a page of its text.</summary>
public class GetTextDetectionResponse : AmazonWebServiceResponse
{
    /// <summary>The id of the job.</summary>
    public string? JobId { get; set; }

    /// <summary>Its status.</summary>
    public VideoJobStatus? JobStatus { get; set; }

    /// <summary>The tag given at its start.</summary>
    public string? JobTag { get; set; }

    /// <summary>The token of the next page; null on the last.</summary>
    public string? NextToken { get; set; }

    /// <summary>Why the job failed.</summary>
    public string? StatusMessage { get; set; }

    /// <summary>The text, one entry for each time a line or a word was read.</summary>
    public List<TextDetectionResult>? TextDetections { get; set; }

    /// <summary>The version of the model that read the text.</summary>
    public string? TextModelVersion { get; set; }

    /// <summary>Where the video is.</summary>
    public Video? Video { get; set; }

    /// <summary>Facts about the video.</summary>
    public VideoMetadata? VideoMetadata { get; set; }
}
