namespace StreamBet.Core.Aws.Calls;

/// <summary>The settings under "Aws". Credentials are none of them: the SDK finds them in its own chain.</summary>
public sealed class AwsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Aws";

    /// <summary>The value of <c>StreamBet:Analyzer</c> that chooses AWS.</summary>
    public const string AnalyzerName = "aws";

    /// <summary>Where clips are held for their analysis; also read from AWS_BUCKET.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>The region of the bucket, where Rekognition works too, such as eu-west-1; also read from AWS_REGION.</summary>
    public string Region { get; set; } = "";

    /// <summary>The profile of the shared credentials file to take; empty for what the SDK's chain finds.</summary>
    public string Profile { get; set; } = "";

    /// <summary>Another S3 server than the region's, addressed by path; null for the region's.</summary>
    public Uri? S3ServiceUrl { get; set; }

    /// <summary>Another Rekognition server than the region's; null for the region's.</summary>
    public Uri? RekognitionServiceUrl { get; set; }

    /// <summary>The most calls to Rekognition in a second, those of all jobs and their repetitions together; 1 to 100.</summary>
    public int CallsPerSecond { get; set; } = 5;

    /// <summary>How many jobs Rekognition is given at a time; 1 to 100. An account has 20 slots unless it asked for
    /// more.</summary>
    public int Slots { get; set; } = 20;

    /// <summary>How long is waited between two questions about a job, give or take a quarter; 50 ms to 5 minutes.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(7);

    /// <summary>How long is waited before a job that found no slot is offered again, give or take a quarter; 50 ms to 5
    /// minutes.</summary>
    public TimeSpan SlotInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long Rekognition may not answer before an analysis is given up; up to a day.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a detection may take, the waiting for a slot included and a conversion not; up to a day.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long one call may take before it is broken off and made again; 100 ms to 10 minutes. One that carries a
    /// part of a clip may take eight times as long.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(15);
}
