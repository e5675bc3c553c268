using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Host;

/// <summary>What a page loads of a package comes compressed, is kept by browsers, and costs the server no compression.</summary>
public sealed partial class PackageAssetsTests
{
    [Fact]
    public async Task A_packages_script_comes_compressed_and_may_be_kept()
    {
        using var app = TestApp.Start();
        using var client = app.NewClient();
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        var address = Script().Match(await client.GetStringAsync("/")).Value;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/{address}");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));

        using var answer = await client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentEncoding.Should().Equal("gzip");
        answer.Content.Headers.ContentLength.Should().BePositive("it was compressed when it was built");
        answer.Headers.CacheControl!.ToString().Should().Contain("immutable");
        (await client.GetAsync($"/{address.Replace(".js", "x.js")}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [GeneratedRegex(@"_content/MudBlazor/MudBlazor\.min\.\w+\.js")]
    private static partial Regex Script();
}
