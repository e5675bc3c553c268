using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Aws.Calls;
using StreamBet.Core.Clips;

namespace StreamBet.Core.Aws.Storage;

/// <summary>Checks that the bucket can be used with these credentials, and that its lifecycle rules would delete what
/// this server could not.</summary>
internal sealed partial class BucketCheck
{
    /// <summary>The service's display name.</summary>
    public const string ServiceName = "Amazon S3";

    private const int MaxDays = 7;

    private readonly IAmazonS3 _s3;
    private readonly string _bucket;
    private readonly CachedCheck<Readiness> _check;
    private readonly ILogger<BucketCheck> _logger;

    public BucketCheck(IAmazonS3 s3, AwsOptions options, TimeProvider time, ILogger<BucketCheck> logger)
    {
        (_s3, _bucket, _logger) = (s3, options.Bucket, logger);
        _check = new CachedCheck<Readiness>(AskAsync, answer => answer.Missing.Count == 0, time);
    }

    /// <summary>The state of the bucket. The result is cached for half a minute while it is good.</summary>
    public Task<Readiness> InspectAsync(CancellationToken cancellationToken) => _check.GetAsync(cancellationToken);

    // Uses a call that clean-up needs anyway, so that the check requires no further permission.
    private async Task<Readiness> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _s3.ListMultipartUploadsAsync(
                new ListMultipartUploadsRequest { BucketName = _bucket, Prefix = ClipCopies.Prefix, MaxUploads = 1 },
                cancellationToken);
            return Readiness.Full with { Advice = await AdviseAsync(cancellationToken) };
        }
        catch (Exception exception) when (
            AwsFault.Of(exception) is not null || cancellationToken.IsCancellationRequested)
        {
            var fault = AwsFault.Of(exception) ?? AwsFault.Unavailable;
            LogNotUsable(exception, _bucket);
            return fault == AwsFault.Busy
                ? Readiness.Full
                : Readiness.Full with { Missing = [new MissingPart(ServiceName, fault.What, fault.Remedy)] };
        }
    }

    private async Task<IReadOnlyList<MissingPart>> AdviseAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _s3.GetLifecycleConfigurationAsync(
                new GetLifecycleConfigurationRequest { BucketName = _bucket }, cancellationToken);
            var rules = (answer.Configuration?.Rules ?? []).Where(Applies).ToList();
            var isComplete = rules.Any(rule => rule.Expiration?.Days is <= MaxDays)
                && rules.Any(rule => rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation is <= MaxDays);
            return isComplete ? [] : NoLifecycle();
        }
        catch (AmazonS3Exception none) when (none.ErrorCode == "NoSuchLifecycleConfiguration")
        {
            return NoLifecycle();
        }
        catch (Exception exception) when (
            AwsFault.Of(exception) is not null || cancellationToken.IsCancellationRequested)
        {
            // These credentials may not read the lifecycle rules. That is fine: clean-up does not depend on them.
            return [];
        }
    }

    private static bool Applies(LifecycleRule rule)
    {
#pragma warning disable CS0618 // Old rules keep their prefix here.
        if (rule.Filter is { Prefix: null } filter && (filter.And ?? filter.Tag ?? (object?)filter.ObjectSizeGreaterThan
            ?? filter.ObjectSizeLessThan) is not null)
        {
            return false; // The rule applies to some objects only.
        }

        var prefix = rule.Filter?.Prefix ?? rule.Prefix ?? "";
#pragma warning restore CS0618
        return rule.Status == LifecycleRuleStatus.Enabled
            && ClipCopies.Prefix.StartsWith(prefix, StringComparison.Ordinal);
    }

    private static IReadOnlyList<MissingPart> NoLifecycle() =>
    [
        new MissingPart(
            ServiceName,
            "The bucket has no lifecycle rule to delete clips and unfinished uploads that this server fails to delete.",
            "Add the rule with the command in docs/aws.md."),
    ];

    [LoggerMessage(404, LogLevel.Warning, "The bucket {Bucket} is not usable at the moment.")]
    private partial void LogNotUsable(Exception exception, string bucket);
}
