namespace StreamBet.Tests.Support.Aws;

/// <summary>Errors as Rekognition reports them.</summary>
internal static class RekognitionFaults
{
    public static Fault.Error AccessDenied { get; } =
        new(400, "AccessDeniedException", "You are not authorized to perform the action.");

    public static Fault.Error ExpiredToken { get; } =
        new(400, "ExpiredTokenException", "The security token included in the request is expired");

    public static Fault.Error IdempotentParameterMismatch { get; } = new(
        400, "IdempotentParameterMismatchException",
        "A ClientRequestToken input parameter was reused with an operation, but at least one of the other input "
        + "parameters is different from the previous call to the operation.");

    public static Fault.Error InternalServerError { get; } =
        new(500, "InternalServerError", "Amazon Rekognition experienced a service issue. Try your call again.");

    public static Fault.Error InvalidPaginationToken { get; } =
        new(400, "InvalidPaginationTokenException", "Pagination token in the request is not valid.");

    public static Fault.Error InvalidS3Object { get; } = new(
        400, "InvalidS3ObjectException",
        "Unable to get object metadata from S3. Check object key, region and/or access permissions.");

    public static Fault.Error LimitExceeded { get; } = new(
        400, "LimitExceededException", "An Amazon Rekognition service limit was exceeded: too many jobs run at once.");

    public static Fault.Error MissingAuthenticationToken { get; } =
        new(403, "MissingAuthenticationTokenException", "Missing Authentication Token");

    public static Fault.Error ProvisionedThroughputExceeded { get; } =
        new(400, "ProvisionedThroughputExceededException", "Provisioned rate exceeded.");

    public static Fault.Error ResourceNotFound { get; } = new(400, "ResourceNotFoundException", "Could not find JobId");

    public static Fault.Error ServiceUnavailable { get; } =
        new(503, "ServiceUnavailableException", "The service is temporarily unable to handle the request.");

    public static Fault.Error Throttling { get; } = new(400, "ThrottlingException", "Rate exceeded");

    public static Fault.Error VideoTooLarge { get; } = new(
        400, "VideoTooLargeException", "The file size or duration of the supplied media is too large.");

    /// <summary>The error for invalid input.</summary>
    public static Fault.Error InvalidParameter(string message) => new(400, "InvalidParameterException", message);
}
