using StreamBet.Core.Kernel;

namespace StreamBet.Core.Aws;

/// <summary>The error codes of AWS faults; see <see cref="ErrorCodes"/>.</summary>
public static class AwsErrorCodes
{
    /// <summary>The codes by kind of refusal: Unavailable if the fault occurred during the upload, Failed if during the
    /// analysis.</summary>
    public static readonly IReadOnlyDictionary<RefusalKind, IReadOnlyList<string>> ByKind =
        new Dictionary<RefusalKind, IReadOnlyList<string>>
        {
            [RefusalKind.Failed] =
            [
                "aws_access_denied", "aws_bucket_missing", "aws_busy", "aws_credentials_refused", "aws_refused",
                "aws_unavailable", "rekognition_failed", "rekognition_no_clip", "rekognition_too_slow",
            ],
            [RefusalKind.Unavailable] =
            [
                "aws_access_denied", "aws_bucket_missing", "aws_busy", "aws_credentials_refused", "aws_refused",
                "aws_unavailable",
            ],
        };
}
