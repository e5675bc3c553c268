using StreamBet.Tests.Support;
using StreamBet.Web.Host;

namespace StreamBet.Tests.Host;

/// <summary>What the server writes to its log.</summary>
public sealed class LogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_has_no_addresses_of_requests_even_where_there_are_no_settings()
    {
        var data = Path.Combine(_folder.Path, "data");
        using var server = await ServerProcess.StartInAsync(_folder.Path, data);
        var link = "";
        await Eventually.IsTrueAsync(() => File.Exists(Path.Combine(data, OperatorLink.FileName)), "the link is there");
        await Eventually.IsTrueAsync(() => (link = File.ReadAllText(Path.Combine(data, OperatorLink.FileName)).Trim()).Length > 0, "it is written");
        using var client = new HttpClient();

        (await client.GetAsync(link)).IsSuccessStatusCode.Should().BeTrue();

        await server.StopAsync(TimeSpan.FromMinutes(1));
        server.Said.Should().NotContain("token=").And.NotContain("Request starting");
    }
}
