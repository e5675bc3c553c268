using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision.Packs;

/// <summary>A server with a pack.</summary>
public sealed class PackServerTests
{
    [Theory]
    [InlineData(false, HttpStatusCode.UnprocessableEntity)]
    [InlineData(true, HttpStatusCode.Created)]
    public async Task A_market_on_a_packs_label_needs_a_calibration(bool isCalibrated, HttpStatusCode answer)
    {
        using var pack = new TestPack { Class = "Fox" };
        pack.Save();
        if (isCalibrated)
            pack.Calibrate(20, 20);
        await using var app = TestApp.Start(("StreamBet:Vision:Packs", pack.Root), ("StreamBet:Vision:Provider", "cpu"));

        var vocabulary = await app.Local.GetFromJsonAsync<JsonElement>("/api/vocabulary");
        var opened = await app.Local.PostAsJsonAsync("/api/bets", new { @event = "Will a fox be seen?", criterion = new { labels = new[] { "Fox" } } });

        vocabulary.GetRawText().Should().Contain("\"Fox\"");
        opened.StatusCode.Should().Be(answer, await opened.Content.ReadAsStringAsync());
    }
}
