using System.Net;
using System.Text;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>A JSON body means one thing, or it is refused.</summary>
public sealed class JsonBodyTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("bets/1/stakes", """{"side":"YES","amount":"10"}""")]
    [InlineData("bets/1/objections", """{"reason":"Look.","second":"1"}""")]
    [InlineData("bets/1/stakes", """{"side":"YES","side":"NO","amount":10}""")]
    [InlineData("bets/1/stakes", """{"side":"YES","Side":"NO","amount":10}""")]
    [InlineData("bets/1/stakes", """{"side":"YES","amount":10,"amount":1000}""")]
    public async Task A_number_that_is_a_text_and_a_name_that_comes_twice_are_refused(string path, string body) =>
        (await _app.Local.PostAsync($"/api/{path}", new StringContent(body, Encoding.UTF8, "application/json"))
            .CodeAsync(HttpStatusCode.BadRequest)).Should().Be("invalid_request");

    [Fact]
    public async Task A_body_over_the_limit_is_refused_with_a_sentence()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/bets")
        {
            Content = new StringContent(new string(' ', 30_000_001), Encoding.UTF8, "application/json"),
        };

        // Asks first, so that the answer comes before the body is sent.
        request.Headers.ExpectContinue = true;
        using var response = await _app.Local.SendAsync(request);
        var problem = await response.ReadAsync(HttpStatusCode.RequestEntityTooLarge);

        problem.GetProperty("code").GetString().Should().Be("payload_too_large");
        problem.GetProperty("detail").GetString().Should().Contain("30 MB").And.Contain("/api/analyze");
    }
}
