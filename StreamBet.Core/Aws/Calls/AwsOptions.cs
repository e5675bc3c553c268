namespace StreamBet.Core.Aws.Calls;

/// <summary>The settings under "Aws". Credentials are not among them: the SDK looks them up itself.</summary>
public sealed class AwsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Aws";

    /// <summary>The value of <c>StreamBet:Analyzer</c> that chooses AWS.</summary>
    public const string AnalyzerName = "aws";

    /// <summary>The S3 bucket that holds clips during their analysis; also read from AWS_BUCKET.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>The region of the bucket and of Rekognition, such as eu-west-1; also read from AWS_REGION.</summary>
    public string Region { get; set; } = "";

    /// <summary>The profile in the shared credentials file to use; empty to let the SDK look credentials up.</summary>
    public string Profile { get; set; } = "";

    /// <summary>The address of an S3 server to use instead of the region's, with path-style addressing; null for the
    /// region's.</summary>
    public Uri? S3ServiceUrl { get; set; }

    /// <summary>The address of a Rekognition server to use instead of the region's; null for the region's.</summary>
    public Uri? RekognitionServiceUrl { get; set; }

    /// <summary>The limit on calls to Rekognition per second, over all jobs and including retries; 1 to 100.</summary>
    public int CallsPerSecond { get; set; } = 5;

    /// <summary>How many jobs may run at Rekognition at a time; 1 to 100. An AWS account may run 20 unless its quota
    /// was raised.</summary>
    public int Slots { get; set; } = 20;

    /// <summary>How likely Rekognition is assumed to miss a thing or a text that is plainly in a clip, in percent; 0 to 99. A NO
    /// is 100 less this sure at most, and needs over 80.</summary>
    public double Residue { get; set; } = 10;

    /// <summary>How long to wait between two status checks of a job, give or take a quarter; 50 ms to 5
    /// minutes.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(7);

    /// <summary>How long to wait before trying again to start a job that found no free slot, give or take a quarter; 50
    /// ms to 5 minutes.</summary>
    public TimeSpan SlotInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long Rekognition may fail to answer before the analysis fails; up to a day.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the detections in a clip may take together, including the wait for a slot but not a conversion; up
    /// to a day.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long one call may take before it is aborted and retried; 100 ms to 10 minutes. A call that uploads
    /// part of a clip may take eight times as long.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(15);
}
