namespace StreamBet.Tests.Support.Aws;

/// <summary>Errors as S3 reports them.</summary>
internal static class S3Faults
{
    public static Fault.Error AccessDenied { get; } = new(403, "AccessDenied", "Access Denied");

    public static Fault.Error ExpiredToken { get; } = new(400, "ExpiredToken", "The provided token has expired.");

    public static Fault.Error InternalError { get; } =
        new(500, "InternalError", "We encountered an internal error. Please try again.");

    public static Fault.Error NoSuchBucket { get; } =
        new(404, "NoSuchBucket", "The specified bucket does not exist");

    public static Fault.Error NoSuchLifecycleConfiguration { get; } =
        new(404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist");

    public static Fault.Error SlowDown { get; } = new(503, "SlowDown", "Please reduce your request rate.");
}
