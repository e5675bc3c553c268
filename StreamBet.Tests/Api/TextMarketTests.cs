using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>Markets on what a game shows: a word, a number after a word, a number in a region.</summary>
public sealed class TextMarketTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_clip_is_read_and_decides_markets_on_words_and_numbers_with_receipts_that_verify()
    {
        var victory = await OpenAsync("""{"phrase":"VICTORY"}""");
        var defeat = await OpenAsync("""{"phrase":"DEFEAT"}""");
        var ten = await OpenAsync("""{"phrase":"SCORE","at_least":10}""");
        var fifty = await OpenAsync("""{"phrase":"SCORE","at_least":50}""");
        var corner = await OpenAsync("""{"region":{"left":0,"top":0,"width":0.4,"height":0.2},"at_least":"10"}""");

        var result = await (await _app.Local.SendClipAsync(
            await RealClips.GameAsync(), $"?bet_ids={victory},{defeat},{ten},{fifty},{corner}")).ReadAsync();

        var read = result.GetProperty("text").EnumerateArray().ToList();
        read.Should().Contain(line => line.GetProperty("label").GetString() == "VICTORY");
        read.Should().OnlyContain(line => line.GetProperty("category").GetString() == "Text");
        result.GetProperty("betting_suggestion").GetProperty("suggestion").GetString().Should().StartWith("Will SCORE reach 17");
        (await OutcomeAsync(victory)).Should().Be("YES");
        (await OutcomeAsync(ten)).Should().Be("YES");
        (await OutcomeAsync(corner)).Should().Be("YES");
        (await OutcomeAsync(defeat)).Should().NotBe("YES");
        (await OutcomeAsync(fifty)).Should().NotBe("YES");
        var seen = (await MarketAsync(victory)).GetProperty("bet").GetProperty("verdict").GetProperty("detected_at")[0].GetDouble();
        seen.Should().BeInRange(5, 6);
        foreach (var id in new[] { victory, ten, corner })
            await VerifyProcess.EnsureValidAsync(_app.Local, id, result.GetProperty("job_id").GetGuid());
    }

    [Fact]
    public async Task Text_is_read_when_its_sender_asks_for_it_and_not_otherwise()
    {
        var clip = await RealClips.GameAsync();

        var plain = await (await _app.Local.SendClipAsync(clip)).ReadAsync();
        var asked = await (await _app.Local.SendClipAsync(clip, "?read_text=true")).ReadAsync();

        plain.TryGetProperty("text", out _).Should().BeFalse();
        asked.GetProperty("text").GetArrayLength().Should().BePositive();
        (await _app.Local.SendClipAsync(clip, "?read_text=maybe").CodeAsync(HttpStatusCode.BadRequest)).Should().Be("invalid_read_text");
    }

    [Theory]
    [InlineData("""{"phrase":""}""", "at least two letters")]
    [InlineData("""{"at_least":10}""", "right before the number")]
    [InlineData("""{"phrase":"SCORE","at_least":-1}""", "must be 0 to")]
    [InlineData("""{"phrase":"SCORE","at_least":1e308}""", "must be 0 to")]
    [InlineData("""{"phrase":"SCORE","at_least":1,"under":2}""", "Ask one thing")]
    [InlineData("""{"phrase":"SCORE","region":{"left":0.9,"top":0,"width":0.2,"height":0.2}}""", "must lie within the picture")]
    [InlineData("""{"phrase":"<b>\u52dd</b>"}""", "can't read")]
    public async Task A_text_that_nobody_can_read_is_refused_at_the_opening(string text, string why)
    {
        var answer = await _app.Local.PostAsync("/api/bets", Body(text));

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("\"code\":\"text\"").And.Contain(why);
    }

    [Fact]
    public async Task A_number_is_written_as_10_or_as_a_time()
    {
        var answer = await _app.Local.PostAsync("/api/bets", Body("""{"phrase":"TIME","under":"1:00"}"""));
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("criterion").GetProperty("text").GetProperty("under")
            .GetString().Should().Be("1:00");
        (await _app.Local.PostAsync("/api/bets", Body("""{"phrase":"TIME","under":"soon"}"""))).StatusCode
            .Should().Be(HttpStatusCode.BadRequest);
    }

    private static StringContent Body(string text) => new(
        $$"""{"event":"Will it be read?","criterion":{"text":{{text}}},"challenge_seconds":0}""", null, "application/json");

    private async Task<long> OpenAsync(string text) =>
        (await (await _app.Local.PostAsync("/api/bets", Body(text))).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();

    private Task<JsonElement> MarketAsync(long id) => _app.Local.GetJsonAsync($"/api/bets/{id}");

    private async Task<string?> OutcomeAsync(long id) => (await MarketAsync(id)).GetProperty("bet").GetProperty("outcome").GetString();
}
