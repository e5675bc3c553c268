using System.Net;
using System.Net.Sockets;
using StreamBet.Tests.Support;
using StreamBet.Web.Host;

namespace StreamBet.Tests.Host;

/// <summary>The command that asks a running server how it is.</summary>
public sealed class HealthCommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task A_server_that_runs_says_that_it_is_healthy()
    {
        using var app = TestApp.Start();

        (await RunAsync(app.Address.ToString())).Should().Be(0, _error.ToString());

        _output.ToString().Should().Contain("\"status\":\"healthy\"").And.Contain("\"service\":\"StreamBet\"");
    }

    [Fact]
    public async Task Where_nothing_listens_there_is_no_answer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}";
        listener.Stop();

        (await RunAsync(address)).Should().Be(1);

        _output.ToString().Should().BeEmpty();
        _error.ToString().Should().StartWith($"No answer from {address}/: ");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npong", "What answers at")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"status\":\"healthy\"}", "What answers at")]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", "No answer from")]
    public async Task Another_server_is_no_healthy_one(string answer, string complaint)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answered = AnswerOnceAsync(listener, answer);

        (await RunAsync($"http://{listener.LocalEndpoint}")).Should().Be(1);

        await answered;
        _error.ToString().Should().StartWith(complaint);
    }

    [Theory]
    [InlineData("localhost:5080")]
    [InlineData("ftp://localhost")]
    [InlineData("http://localhost:5080", "now")]
    public async Task Without_an_address_nothing_is_asked(params string[] arguments)
    {
        (await RunAsync(arguments)).Should().Be(2);

        _error.ToString().Should().StartWith("health [ADDRESS]");
    }

    private static async Task AnswerOnceAsync(TcpListener listener, string answer)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        await using var stream = connection.GetStream();
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
            // The whole request, or the connection would be reset.
        }

        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer));
    }

    private Task<int> RunAsync(params string[] arguments) => HealthCommand.RunAsync(arguments, _output, _error, default);
}
