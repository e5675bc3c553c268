using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using StreamBet.Core.Clips;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <content>What endpoints refuse because of what they are.</content>
public sealed partial class DeclaredErrorsTests
{
    // What these answer is made once or is in memory, or they refuse such a caller or body first: no fault of the database reaches them.
    // Health answers with what is missing.
    private static readonly string[] Unharmed =
    [
        "GET /api/health", "GET /api/health/live", "GET /api/openapi.json", "GET /api/receipts/key", "GET /api/vocabulary",
        "POST /api/analyze", "POST /api/verdicts", "POST /api/pictures", "PATCH /api/me", "DELETE /api/me", "POST /api/me/keys",
        "POST /api/me/transfer", "POST /api/me/transfer-code", "POST /api/webhooks", "GET /metrics", "GET /operator", "GET /overlay/latest",
        "GET /overlay/latest/events", "POST /account/sign-out", "POST /account/transfer", "PUT /uploads/{ticket}",
    ];

    [Fact]
    public async Task Every_endpoint_refuses_who_is_unknown_comes_from_elsewhere_or_cannot_be_read()
    {
        using var wrong = App.NewClient("no-key-of-this-server");
        var foreign = await App.NewGuestAsync();
        foreign.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        foreach (var endpoint in Endpoints)
        {
            var method = new HttpMethod(endpoint.Method);
            Task<HttpResponseMessage> AskAsync(HttpClient client, string address, HttpContent? body = null) =>
                client.SendAsync(new HttpRequestMessage(method, address) { Content = body });
            async Task CheckAsync(string code, Func<Task<HttpResponseMessage>> ask)
            {
                if (endpoint.Declared.ContainsKey(code))
                    await ProvokeAsync(code, ask());
            }

            await CheckAsync("not_signed_in", () => AskAsync(wrong, endpoint.Address(), Body(endpoint)));
            await CheckAsync("foreign_origin", () => AskAsync(foreign, endpoint.Address(), Body(endpoint)));
            await CheckAsync("not_found", () => AskAsync(Host, endpoint.Address(isReadable: false), Body(endpoint)));
            await CheckAsync("unsupported_charset", () => AskAsync(Host, endpoint.Address(), Text("{}", "application/json; charset=none")));
            await CheckAsync("unsupported_media_type", () => AskAsync(Host, endpoint.Address(), Text("{}", "text/plain")));
            await CheckAsync("payload_too_large", () => SendTooMuchAsync(endpoint));
            await CheckAsync("invalid_request", () => endpoint switch
            {
                { Method: "GET" } => AskAsync(Host, $"{endpoint.Address()}?below=x&count=x&after=x"),
                { TakesJson: true } => AskAsync(Host, endpoint.Address(), Text("{", "application/json")),
                _ => SendBrokenChunkAsync(method, endpoint.Address()),
            });
        }

        EnsureAllButBy("processing_error", "rate_limited");
    }

    [Fact]
    public async Task Server()
    {
        App.Gate.Missing = [new MissingPart("The models", "they are not there.", "Fetch them.")];
        await ProvokeAsync("not_ready", Host.GetAsync("/api/health/ready"));
        EnsureAllOf("Server");
    }

    [Fact]
    public async Task Every_endpoint_has_a_limit_by_address()
    {
        using var app = TestApp.Start(("StreamBet:Limits:ReadsPerMinute", "1"), WithMetrics);
        using var stranger = app.NewClient();
        (await stranger.GetAsync("/api/health")).Dispose();

        foreach (var endpoint in Endpoints.Where(endpoint => endpoint.Name != "GET /api/health/live"))
        {
            await ProvokeAsync("rate_limited", stranger.SendAsync(
                new HttpRequestMessage(new HttpMethod(endpoint.Method), endpoint.Address()) { Content = Body(endpoint) }));
        }
    }

    [Fact]
    public async Task Every_endpoint_answers_a_fault_of_the_server_with_a_reference()
    {
        OpenDatabase.Destroy(App.DataDirectory);
        var unharmed = new List<string>();

        // The sample clip needs no database, and drawing it takes seconds.
        foreach (var endpoint in Endpoints.Where(endpoint => endpoint.Name != "GET /sample-clip"))
        {
            var response = await Operator.SendAsync(
                new HttpRequestMessage(new HttpMethod(endpoint.Method), endpoint.Address()) { Content = Body(endpoint) }, HttpCompletionOption.ResponseHeadersRead);
            if (response.StatusCode == HttpStatusCode.InternalServerError)
                await ProvokeAsync("processing_error", Task.FromResult(response));
            else if (response.StatusCode == HttpStatusCode.ServiceUnavailable && endpoint.Declared.ContainsKey("not_ready"))
                await ProvokeAsync("not_ready", Task.FromResult(response));
            else
                unharmed.Add(endpoint.Name);
        }

        unharmed.Should().BeEquivalentTo(Unharmed);
        var health = await App.Local.GetJsonAsync("/api/health");
        health.GetProperty("status").GetString().Should().Be("degraded");
        health.GetProperty("missing").EnumerateArray().Select(missing => missing.GetProperty("name").GetString()).Should().Contain("database");
    }

    private static JsonContent? Body(ApiEndpoint endpoint) =>
        AuthorizationMatrixTests.BodyOf($"{endpoint.Method} {endpoint.Pattern}") is { } body ? JsonContent.Create(body) : null;

    private static ByteArrayContent Text(string text, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private void EnsureAllButBy(params string[] others)
    {
        var declared = Endpoints.SelectMany(
            endpoint => endpoint.Declared.Keys.Intersect(InCommon).Except(others), (endpoint, code) => (endpoint.Name, code));
        declared.Except(_provoked).Should().BeEmpty("each declared error is provoked");
    }

    // It is refused by the length that it announces; a body that nobody reads would break the connection.
    private Task<HttpResponseMessage> SendTooMuchAsync(ApiEndpoint endpoint) => SendRawAsync(
        new HttpMethod(endpoint.Method), endpoint.Address(),
        $"Content-Type: application/{(endpoint.TakesJson ? "json" : "x-www-form-urlencoded")}\r\nContent-Length: 30000001\r\n\r\n");

    private Task<HttpResponseMessage> SendBrokenChunkAsync(HttpMethod method, string address) => SendRawAsync(
        method, address, "Content-Type: multipart/form-data; boundary=x\r\nTransfer-Encoding: chunked\r\n\r\nno length\r\n");

    // What no client sends.
    private async Task<HttpResponseMessage> SendRawAsync(HttpMethod method, string address, string rest)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(App.Address.Host, App.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"{method} {address} HTTP/1.1\r\nHost: {App.Address.Authority}\r\nAuthorization: Bearer {App.Key}\r\nConnection: close\r\n{rest}"));
        using var reader = new StreamReader(stream);
        return AnswerOf(await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30)), method, address);
    }

    private HttpResponseMessage AnswerOf(string raw, HttpMethod method, string address) => new((HttpStatusCode)int.Parse(raw.Split(' ')[1], CultureInfo.InvariantCulture))
    {
        RequestMessage = new HttpRequestMessage(method, new Uri(App.Address, address)),
        Content = Text(raw[raw.IndexOf('{')..(raw.LastIndexOf('}') + 1)], "application/problem+json"),
    };
}
