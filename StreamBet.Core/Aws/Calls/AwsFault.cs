using System.Net;
using System.Xml;
using Amazon.Runtime;
using Polly.CircuitBreaker;
using Polly.Timeout;
using StreamBet.Core.Clips;

namespace StreamBet.Core.Aws.Calls;

/// <summary>What a failed call to AWS means: a sentence for people, a code for programs, and whether trying again may
/// help.</summary>
/// <param name="Code">A stable name for programs, in snake_case.</param>
/// <param name="What">What went wrong, as a sentence.</param>
/// <param name="Remedy">What to do, as a sentence.</param>
/// <param name="IsTransient">Whether the same call may succeed a little later without anyone doing anything.</param>
/// <param name="IsAboutClip">Whether the cause lies with the clip, so that sending it again fails the same way.</param>
internal sealed record AwsFault(
    string Code, string What, string Remedy, bool IsTransient = false, bool IsAboutClip = false)
{
    private const string AskOperator = "The operator has to ";

    private static readonly AwsFault CredentialsRefused = new(
        "aws_credentials_refused", "AWS rejected this server's credentials, or they have expired.",
        AskOperator + "renew them.");

    private static readonly AwsFault NoCredentials = new(
        "aws_credentials_refused", "This server has no credentials for AWS.",
        AskOperator + "provide them through AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or a role.");

    private const string CorrectProfile = AskOperator + "create it or correct Aws:Profile.";

    private static readonly AwsFault AccessDenied = new(
        "aws_access_denied", "AWS denied this server a permission it needs.",
        AskOperator + "attach the policy in docs/aws.md to the server's credentials.");

    private static readonly AwsFault BucketMissing = new(
        "aws_bucket_missing", "This server's S3 bucket does not exist.",
        AskOperator + "create it or correct Aws:Bucket.");

    private static readonly AwsFault OtherRegion = new(
        "aws_bucket_missing", "This server's S3 bucket is in another region.",
        AskOperator + "correct Aws:Region.");

    /// <summary>AWS throttles this server's calls.</summary>
    public static readonly AwsFault Busy = new(
        "aws_busy", "AWS is throttling this server.", "Send the clip again in a few minutes.",
        IsTransient: true);

    /// <summary>AWS does not answer, or answers with a server error.</summary>
    public static readonly AwsFault Unavailable = new(
        "aws_unavailable", "AWS is not responding properly at the moment.",
        "Send the clip again in a few minutes.", IsTransient: true);

    private static readonly AwsFault ClipTooLarge = new(
        "rekognition_failed", "This clip is too large for Amazon Rekognition.",
        "Send only the part that decides the market.",
        IsAboutClip: true);

    private static readonly AwsFault ClipNotFound = new(
        "rekognition_no_clip", "Amazon Rekognition cannot read the clip from the S3 bucket.",
        AskOperator + "check that both are in the same region and that the policy in docs/aws.md is attached.");

    private static readonly AwsFault Other = new(
        "aws_refused", "AWS rejected a request from this server.",
        "The operator can find the cause in the log.");

    /// <summary>What went wrong and what to do.</summary>
    public string Sentence => $"{What} {Remedy}";

    /// <summary>Explains an exception thrown by the SDK or by the policies around it; null for any other
    /// exception.</summary>
    public static AwsFault? Of(Exception exception) => exception switch
    {
        BrokenCircuitException or TimeoutRejectedException or TimeoutException or HttpRequestException or HttpIOException
            or XmlException
            => Unavailable,
        AmazonServiceException answer => OfAnswer(answer),
        AmazonClientException { InnerException: { } inner } when Of(inner) is { } fault => fault,
        ProfileNotFoundException { Message: var what } => NoCredentials with { What = what, Remedy = CorrectProfile },
        AmazonClientException client when IsAboutCredentials(client) => NoCredentials,
        AmazonClientException => Unavailable,
        _ => null,
    };

    /// <summary>Turns the fault into a failed analysis and keeps the original exception for the log.</summary>
    public AnalysisFailedException ToFailure(Exception cause) =>
        new(Code, Sentence, cause) { IsPassing = !IsAboutClip };

    private static AwsFault OfAnswer(AmazonServiceException answer) => answer.ErrorCode switch
    {
        "NoSuchBucket" => BucketMissing,
        "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" => OtherRegion,
        "AccessDenied" or "AccessDeniedException" or "AllAccessDisabled" or "Forbidden" => AccessDenied,
        "ExpiredToken" or "ExpiredTokenException" or "InvalidAccessKeyId" or "InvalidToken" or "InvalidClientTokenId"
            or "UnrecognizedClientException" or "SignatureDoesNotMatch" or "InvalidSignatureException"
            or "MissingAuthenticationToken" or "MissingAuthenticationTokenException" or "RequestTimeTooSkewed"
            or "RequestExpired" or "TokenRefreshRequired" => CredentialsRefused,
        "SlowDown" or "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestLimitExceeded"
            or "ProvisionedThroughputExceededException" or "TooManyRequestsException" or "LimitExceededException" => Busy,
        "InvalidS3ObjectException" => ClipNotFound,
        "VideoTooLargeException" => ClipTooLarge,
        _ when answer is AmazonUnmarshallingException || (int)answer.StatusCode >= 500 => Unavailable,
        _ when answer.StatusCode == HttpStatusCode.Forbidden => AccessDenied,
        _ when (int)answer.StatusCode == 0 => Unavailable,
        "RequestTimeout" or "InternalServerError" or "InternalError" or "ServiceUnavailable" => Unavailable,
        _ => Other,
    };

    private static bool IsAboutCredentials(AmazonClientException exception) =>
        exception.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase)
        || exception.Message.Contains("EC2 Instance Metadata", StringComparison.OrdinalIgnoreCase);
}
