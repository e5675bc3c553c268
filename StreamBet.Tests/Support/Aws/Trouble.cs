namespace StreamBet.Tests.Support.Aws;

/// <summary>A problem at AWS: how each service reports it, and what the person sees when it lasts.</summary>
/// <param name="AtS3">The fault at S3.</param>
/// <param name="AtRekognition">The fault at Rekognition.</param>
/// <param name="Code">The error code for programs.</param>
/// <param name="Sentence">The sentence for people.</param>
/// <param name="MayPass">Whether calls are retried.</param>
internal sealed record Trouble(Fault AtS3, Fault AtRekognition, string Code, string Sentence, bool MayPass = false)
{
    public const string Failure = "500";
    public const string Throttling = "throttling";
    public const string Reset = "connection reset";
    public const string TimeOut = "time-out";
    public const string SlowBody = "an answer that stops half-way";
    public const string Garbage = "garbage";
    public const string Denied = "access denied";
    public const string Expired = "expired credentials";

    /// <summary>Long enough for a call on a slow machine, short enough for a test.</summary>
    public static readonly (string Key, string Value) ShortTimeout = ("Aws:CallTimeout", "00:00:00.500");

    private const string Policy =
        "AWS denied this server a permission it needs. The operator has to attach the policy in docs/aws.md to the server's "
        + "credentials.";

    private const string Credentials =
        "AWS rejected this server's credentials, or they have expired. The operator has to renew them.";

    /// <summary>The problem with the given name, with its own gates.</summary>
    public static Trouble Named(string name) => name switch
    {
        Failure => Silence(S3Faults.InternalError, RekognitionFaults.InternalServerError),
        Throttling => new(
            S3Faults.SlowDown, RekognitionFaults.Throttling, "aws_busy",
            "AWS is throttling this server. Send the clip again in a few minutes.",
            MayPass: true),
        Reset => Silence(new Fault.Reset(AfterBytes: 100_000)),
        TimeOut => Silence(new Fault.Hang(new Gate())),
        SlowBody => Silence(new Fault.SlowBody(new Gate())),
        Garbage => Silence(new Fault.Garbage()),
        Denied => new(S3Faults.AccessDenied, RekognitionFaults.AccessDenied, "aws_access_denied", Policy),
        Expired => new(S3Faults.ExpiredToken, RekognitionFaults.ExpiredToken, "aws_credentials_refused", Credentials),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such trouble."),
    };

    private static Trouble Silence(Fault atS3, Fault? atRekognition = null) => new(
        atS3, atRekognition ?? atS3, "aws_unavailable",
        "AWS is not responding properly at the moment. Send the clip again in a few minutes.",
        MayPass: true);
}
