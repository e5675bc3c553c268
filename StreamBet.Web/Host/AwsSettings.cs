using System.Text.RegularExpressions;
using Amazon;
using StreamBet.Core.Aws.Calls;

namespace StreamBet.Web.Host;

/// <summary>Reads the settings under "Aws".</summary>
internal static partial class AwsSettings
{
    private const string UnknownRegion = "Unknown"; // The SDK's name for regions it does not know.
    private const string NoRegion = "us-east-1";

    /// <summary>Reads all of them and collects the mistakes.</summary>
    public static AwsOptions Read(IConfiguration configuration, List<string> mistakes)
    {
        var reader = new SettingsReader(configuration, AwsOptions.Section);
        var defaults = new AwsOptions();
        string Variable(string name) => (configuration[name] ?? "").Trim();
        var (min, day) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromDays(1));
        var options = new AwsOptions
        {
            Bucket = reader.Text(nameof(defaults.Bucket), Variable("AWS_BUCKET")),
            Region = reader.Text(
                nameof(defaults.Region),
                Variable("AWS_REGION") is { Length: > 0 } region ? region : Variable("AWS_DEFAULT_REGION")),
            Profile = reader.Text(nameof(defaults.Profile), ""),
            S3ServiceUrl = reader.Address(nameof(defaults.S3ServiceUrl)),
            RekognitionServiceUrl = reader.Address(nameof(defaults.RekognitionServiceUrl)),
            CallsPerSecond = (int)reader.Number(nameof(defaults.CallsPerSecond), defaults.CallsPerSecond, 1, 100),
            Residue = reader.Number(nameof(defaults.Residue), (long)defaults.Residue, 0, 99),
            Slots = (int)reader.Number(nameof(defaults.Slots), defaults.Slots, 1, 100),
            PollInterval = reader.Time(
                nameof(defaults.PollInterval), defaults.PollInterval, min, TimeSpan.FromMinutes(5)),
            SlotInterval = reader.Time(
                nameof(defaults.SlotInterval), defaults.SlotInterval, min, TimeSpan.FromMinutes(5)),
            Patience = reader.Time(nameof(defaults.Patience), defaults.Patience, min, day),
            Deadline = reader.Time(nameof(defaults.Deadline), defaults.Deadline, TimeSpan.FromSeconds(1), day),
            CallTimeout = reader.Time(
                nameof(defaults.CallTimeout), defaults.CallTimeout, min * 2, TimeSpan.FromMinutes(10)),
        };
        if (!BucketName().IsMatch(options.Bucket))
        {
            reader.Mistakes.Add(options.Bucket.Length == 0
                ? "Aws:Bucket (or AWS_BUCKET) must name the S3 bucket for clips, since StreamBet:Analyzer is \"aws\"."
                : $"Aws:Bucket is \"{options.Bucket}\" and must be a bucket's name: 3 to 63 small letters, digits, dots and hyphens.");
        }

        if (options.Region.Length == 0 && options is { S3ServiceUrl: not null, RekognitionServiceUrl: not null })
            options.Region = NoRegion; // Signing needs a region, and such servers accept any.
        if (!RegionName().IsMatch(options.Region))
        {
            reader.Mistakes.Add(options.Region.Length == 0
                ? "Aws:Region (or AWS_REGION) must name the region of the bucket, such as eu-west-1."
                : $"Aws:Region is \"{options.Region}\" and must be a region such as eu-west-1.");
        }

        else if (options.S3ServiceUrl is null && RegionEndpoint.GetBySystemName(options.Region).DisplayName == UnknownRegion)
        {
            reader.Mistakes.Add($"Aws:Region is \"{options.Region}\", which is not an AWS region. Check the spelling.");
        }

        reader.RefuseUnknown();
        mistakes.AddRange(reader.Mistakes);
        return options;
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex BucketName();

    [GeneratedRegex(@"^[a-z]{2,}(-[a-z]+)+-[0-9]+\z")]
    private static partial Regex RegionName();
}
