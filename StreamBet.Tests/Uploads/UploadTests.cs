using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.People;
using StreamBet.Tests.Support;
using StreamBet.Web.State;
using StreamBet.Web.Uploads;

namespace StreamBet.Tests.Uploads;

/// <summary>Bytes come by a one-time ticket of the circuit that offered the clip.</summary>
public sealed class UploadTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly Tab _tab = new();
    private TestApp _app = null!;
    private HttpClient _client = null!;
    private AsyncServiceScope _circuit;
    private DashboardState _state = null!;
    private byte[] _clip = [];

    public async Task InitializeAsync()
    {
        _app = TestApp.StartOn(_data.Path, _time);
        _client = await _app.NewGuestAsync();
        var me = (await _client.GetJsonAsync("/api/me")).GetProperty("id").GetString()!;
        _circuit = _app.Services.CreateAsyncScope();
        _state = _circuit.ServiceProvider.GetRequiredService<DashboardState>();
        _state.Files = _tab;
        _state.Begin(new Caller(me, "Ada", Role.Guest, "127.0.0.1"));
        _clip = await File.ReadAllBytesAsync(await RealClips.NobodyAsync());
    }

    public async Task DisposeAsync()
    {
        await _circuit.DisposeAsync();
        _app.Dispose();
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_ticket_takes_the_clip_once()
    {
        var address = await OfferAsync();

        (await PutAsync(_client, address)).StatusCode.Should().Be(HttpStatusCode.NoContent);

        (await PutAsync(_client, address).CodeAsync(HttpStatusCode.NotFound)).Should().Be("upload_ticket_invalid");
        await _time.UntilAsync(() => _state.Job?.Job.Sha256 is not null, JobFollower.Pace);
        _state.Error.Should().BeNull();
    }

    [Fact]
    public async Task A_ticket_that_nobody_has_is_refused() =>
        (await PutAsync(_client, "/uploads/made-up").CodeAsync(HttpStatusCode.NotFound)).Should().Be("upload_ticket_invalid");

    [Fact]
    public async Task Another_persons_ticket_is_refused_and_stays_good_for_its_owner()
    {
        var address = await OfferAsync();

        (await PutAsync(await _app.NewGuestAsync(), address).CodeAsync(HttpStatusCode.Forbidden))
            .Should().Be("upload_ticket_foreign");

        (await PutAsync(_client, address)).StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_ticket_expires_after_two_minutes_and_its_markets_open_again()
    {
        var address = await OfferAsync();
        (await _client.StateOfAsync(1)).Should().Be("locked");

        _time.Advance(UploadTickets.Life);

        (await PutAsync(_client, address).CodeAsync(HttpStatusCode.NotFound)).Should().Be("upload_ticket_invalid");
        await Eventually.IsTrueAsync(() => _client.StateOfAsync(1).GetAwaiter().GetResult() == "open", "the market opens again");
        await _time.UntilAsync(() => _state.Job?.Job.ErrorCode == "upload_incomplete", JobFollower.Pace);
    }

    [Fact]
    public async Task A_ticket_dies_with_its_circuit()
    {
        var address = await OfferAsync();

        await _circuit.DisposeAsync();

        (await PutAsync(_client, address).CodeAsync(HttpStatusCode.NotFound)).Should().Be("upload_ticket_invalid");
        (await _client.StateOfAsync(1)).Should().Be("open");
    }

    [Fact]
    public async Task A_file_whose_size_is_not_what_was_offered_is_refused()
    {
        var address = await OfferAsync();
        _clip = [.. _clip, 0];

        (await PutAsync(_client, address).CodeAsync(HttpStatusCode.Conflict)).Should().Be("file_changed");

        (await _client.StateOfAsync(1)).Should().Be("open");
        _app.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task A_cancelled_offer_needs_no_upload_and_opens_its_markets()
    {
        var address = await OfferAsync();

        await _state.CancelAsync();

        _state.Error.Should().BeNull();
        _tab.Stopped.Should().ContainSingle();
        (await _client.StateOfAsync(1)).Should().Be("open");
        (await PutAsync(_client, address).CodeAsync(HttpStatusCode.NotFound)).Should().Be("upload_ticket_invalid");
    }

    [Fact]
    public async Task A_circuit_that_another_sites_page_opens_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", "https://evil.example");
        (await _client.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.Forbidden);

        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://evil.example");
        var opening = () => socket.ConnectAsync(
            new UriBuilder(_app.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, CancellationToken.None);
        (await opening.Should().ThrowAsync<System.Net.WebSockets.WebSocketException>()).WithMessage("*403*");
    }

    // Drops the clip on the page and returns the address that its script is told to send it to.
    private async Task<string> OfferAsync()
    {
        await _state.TakeAsync([new ClipFile("file-1", "clip.mp4", _clip.Length)]);
        _state.Error.Should().BeNull();
        return _tab.Address!;
    }

    private Task<HttpResponseMessage> PutAsync(HttpClient client, string address) =>
        client.PutAsync(address, new ByteArrayContent(_clip));

    private sealed class Tab : ITabFiles
    {
        public string? Address { get; private set; }

        public List<ClipFile> Stopped { get; } = [];

        public Task SendAsync(ClipFile file, string address)
        {
            Address = address;
            return Task.CompletedTask;
        }

        public Task StopAsync(ClipFile file)
        {
            Stopped.Add(file);
            return Task.CompletedTask;
        }
    }
}
