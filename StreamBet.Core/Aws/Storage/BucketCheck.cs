using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Aws.Calls;
using StreamBet.Core.Clips;

namespace StreamBet.Core.Aws.Storage;

/// <summary>Whether the bucket can be used with these credentials, and whether its lifecycle rules clean up after this server
/// should it never come back.</summary>
internal sealed partial class BucketCheck
{
    /// <summary>The service, as people know it.</summary>
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

    /// <summary>How it is; asked again no more than every half minute while it is well.</summary>
    public Task<Readiness> InspectAsync(CancellationToken cancellationToken) => _check.GetAsync(cancellationToken);

    // What the policy allows anyhow, since clean-up needs it: no right is asked for only to look.
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
            // Whoever keeps these credentials may not look. Clean-up does not depend on the rules.
            return [];
        }
    }

    private static bool Applies(LifecycleRule rule)
    {
#pragma warning disable CS0618 // Rules made long ago have their prefix here.
        if (rule.Filter is { Prefix: null } filter && (filter.And ?? filter.Tag ?? (object?)filter.ObjectSizeGreaterThan
            ?? filter.ObjectSizeLessThan) is not null)
        {
            return false; // For some of the objects alone.
        }

        var prefix = rule.Filter?.Prefix ?? rule.Prefix ?? "";
#pragma warning restore CS0618
        return rule.Status == LifecycleRuleStatus.Enabled
            && ClipCopies.Prefix.StartsWith(prefix, StringComparison.Ordinal);
    }

    private static IReadOnlyList<MissingPart> NoLifecycle() =>
    [
        new MissingPart(
            ServiceName, "The bucket has no lifecycle rule that deletes clips and unfinished uploads which this server could not.",
            "Set it by the command in docs/aws.md."),
    ];

    [LoggerMessage(404, LogLevel.Warning, "The bucket {Bucket} cannot be used at the moment.")]
    private partial void LogNotUsable(Exception exception, string bucket);
}
