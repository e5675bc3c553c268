using System.Net;
using Amazon.Rekognition.Model;

namespace StreamBet.Tests.Aws;

public sealed class RekognitionConfigTests
{
    [Theory]
    [InlineData("us-east-1", false, false, "https://rekognition.us-east-1.amazonaws.com/")]
    [InlineData("us-east-2", true, false, "https://rekognition-fips.us-east-2.amazonaws.com/")]
    [InlineData("eu-west-1", false, true, "https://rekognition.eu-west-1.api.aws/")]
    [InlineData("cn-north-1", false, false, "https://rekognition.cn-north-1.amazonaws.com.cn/")]
    public async Task It_finds_the_service_in_its_region(string region, bool isFips, bool isDualStack, string address)
    {
        using var service = new ScriptedRekognition(
            config =>
            {
                config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
                config.UseFIPSEndpoint = isFips;
                config.UseDualstackEndpoint = isDualStack;
            },
            (HttpStatusCode.OK, "{}"));

        await service.Client.GetLabelDetectionAsync(new GetLabelDetectionRequest { JobId = "job-1" });

        service.Calls[0].Request.RequestUri!.AbsoluteUri.Should().Be(address);
    }

    [Fact]
    public async Task It_calls_the_address_that_is_set_and_signs_for_the_region_that_is_set()
    {
        using var service = new ScriptedRekognition(
            config =>
            {
                config.ServiceURL = "http://127.0.0.1:4568";
                config.AuthenticationRegion = "eu-central-1";
            },
            (HttpStatusCode.OK, "{}"));

        await service.Client.GetLabelDetectionAsync(new GetLabelDetectionRequest { JobId = "job-1" });

        service.Calls[0].Request.RequestUri!.AbsoluteUri.Should().Be("http://127.0.0.1:4568/");
        service.Calls[0].Request.Headers.GetValues("Authorization").Single()
            .Should().Contain("/eu-central-1/rekognition/");
    }
}
