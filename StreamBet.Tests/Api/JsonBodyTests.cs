using System.Net;
using System.Net.Sockets;
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
        using var client = new TcpClient();
        await client.ConnectAsync(_app.Address.Host, _app.Address.Port);
        await using var stream = client.GetStream();

        // The announced length is enough; a body that nobody reads would break the connection.
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/bets HTTP/1.1\r\nHost: {_app.Address.Authority}\r\nAuthorization: Bearer {_app.Key}\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: 30000001\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));

        answer.Should().StartWith("HTTP/1.1 413").And.Contain("\"payload_too_large\"").And.Contain("30 MB").And.Contain("/api/analyze");
    }
}
