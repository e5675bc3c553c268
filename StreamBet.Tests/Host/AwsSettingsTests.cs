using Microsoft.Extensions.Configuration;
using StreamBet.Core.Aws.Calls;
using StreamBet.Web.Host;

namespace StreamBet.Tests.Host;

/// <summary>What is wrong with the settings of AWS is told all at once, each by its key.</summary>
public sealed class AwsSettingsTests
{
    [Fact]
    public void Bucket_and_region_are_all_that_is_needed()
    {
        var (options, mistakes) = Read(("Aws:Bucket", "clips-of-mine"), ("Aws:Region", "eu-west-1"));

        mistakes.Should().BeEmpty();
        options.Should().BeEquivalentTo(new AwsOptions { Bucket = "clips-of-mine", Region = "eu-west-1" });
    }

    [Fact]
    public void They_are_read_from_the_usual_variables_too_and_the_settings_own_names_come_first()
    {
        var (options, mistakes) = Read(
            ("AWS_BUCKET", "from-variable"), ("AWS_REGION", "us-gov-west-1"), ("Aws:Bucket", "from-setting"));

        mistakes.Should().BeEmpty();
        (options.Bucket, options.Region).Should().Be(("from-setting", "us-gov-west-1"));
    }

    [Fact]
    public void A_region_that_AWS_does_not_have_is_a_mistake() => Read(("Aws:Bucket", "clips"), ("Aws:Region", "eu-wst-1"))
        .Mistakes.Should().ContainSingle().Which.Should().StartWith("Aws:Region is \"eu-wst-1\"");

    [Fact]
    public void A_local_endpoint_needs_no_region() => Read(
        ("Aws:Bucket", "clips"), ("Aws:S3ServiceUrl", "http://127.0.0.1:9000"),
        ("Aws:RekognitionServiceUrl", "http://127.0.0.1:9001")).Mistakes.Should().BeEmpty();

    [Fact]
    public void Every_mistake_is_told_with_its_key()
    {
        var (_, mistakes) = Read(
            ("Aws:Region", "Ireland"), ("Aws:S3ServiceUrl", "ftp://example.org"), ("Aws:Slots", "0"),
            ("Aws:CallsPerSecond", "many"), ("Aws:PollInterval", "00:10:00"), ("Aws:Buckett", "clips"));

        mistakes.Select(mistake => mistake.Split(' ')[0]).Should().BeEquivalentTo(
            "Aws:Bucket", "Aws:Region", "Aws:S3ServiceUrl", "Aws:Slots", "Aws:CallsPerSecond", "Aws:PollInterval",
            "Aws:Buckett");
    }

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("My_Bucket")]
    [InlineData("https://my-bucket")]
    public void What_cannot_be_a_buckets_name_is_none(string name) => Read(("Aws:Bucket", name), ("Aws:Region", "eu-west-1"))
        .Mistakes.Should().ContainSingle().Which.Should().StartWith("Aws:Bucket");

    private static (AwsOptions Options, List<string> Mistakes) Read(params (string Key, string Value)[] settings)
    {
        var mistakes = new List<string>();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        return (AwsSettings.Read(configuration, mistakes), mistakes);
    }
}
