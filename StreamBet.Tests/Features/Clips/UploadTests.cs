using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.People;
using StreamBet.Tests.Support;
using StreamBet.Web.Shared.Jobs;
using StreamBet.Web.Shared.State;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Tests.Features.Clips;

/// <summary>Bytes come by a one-time ticket for the job and the person who offered the clip.</summary>
public sealed class UploadTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly Tab _tab = new();
    private TestApp _app = null!;
    private HttpClient _client = null!;
    private AsyncServiceScope _circuit;
    private DashboardState _state = null!;
    private long _market;
    private byte[] _clip = [];

    public async Task InitializeAsync()
    {
        _app = TestApp.StartOn(_data.Path, _time);
        _client = await _app.NewGuestAsync();
        var me = (await _client.GetJsonAsync("/api/me")).GetProperty("id").GetString()!;
        _circuit = _app.Services.CreateAsyncScope();
        _state = _circuit.ServiceProvider.GetRequiredService<DashboardState>();
        _state.Files = _tab;
        await _circuit.ServiceProvider.GetRequiredService<TabConnection>().OnConnectionUpAsync(null!, CancellationToken.None);
        _circuit.ServiceProvider.GetRequiredService<TabSession>().Begin(new Caller(me, "Ada", Role.Guest, "127.0.0.1"));
        _state.Begin();
        _market = await _client.OpenMarketAsync();
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
        _state.Problems.Should().BeEmpty();
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
        (await _client.StateOfAsync(_market)).Should().Be("locked");

        _time.Advance(UploadTickets.Life);

        (await PutAsync(_client, address).CodeAsync(HttpStatusCode.NotFound)).Should().Be("upload_ticket_invalid");
        await Eventually.IsTrueAsync(() => _client.StateOfAsync(_market).GetAwaiter().GetResult() == "open", "the market opens again");
        await _time.UntilAsync(() => _state.Job?.Job.ErrorCode == "upload_incomplete", JobFollower.Pace);
    }

    [Fact]
    public async Task Bytes_are_asked_for_again_when_the_browser_is_back_as_long_as_they_did_not_come()
    {
        var address = await OfferAsync();
        var connection = _circuit.ServiceProvider.GetRequiredService<TabConnection>();

        await connection.OnConnectionDownAsync(null!, CancellationToken.None);
        await connection.OnConnectionUpAsync(null!, CancellationToken.None);

        (await _tab.AskedAsync()).Should().Be(address);
    }

    [Fact]
    public async Task Whatever_a_browser_says_of_a_failure_is_put_in_the_servers_own_words()
    {
        await OfferAsync();

        await _state.SendFailedAsync("file-1", SendFailure.Changed);

        (await _client.StateOfAsync(_market)).Should().Be("open");
        (await _client.GetStringAsync($"/api/bets/{_market}")).Should().Contain("The clip never arrived: The file on your disk has changed");
        _state.Clip.Should().BeNull("the file can be sent no more");
    }

    [Fact]
    public async Task Every_ticket_of_a_circuit_that_is_gone_is_given_up_and_none_expires_afterwards()
    {
        await OfferAsync();
        await _state.SendFailedAsync("file-1", SendFailure.Lost);
        await _time.UntilAsync(() => !_state.IsAnalyzing, JobFollower.Pace);
        await _state.TakeAsync([new ClipFile("file-2", "clip.mp4", _clip.Length)]);
        await _tab.AskedAsync();

        await _circuit.DisposeAsync();
        _time.Advance(2 * UploadTickets.Life);

        (await _client.GetJsonAsync("/api/health")).GetProperty("unfinished_jobs").GetInt32().Should().Be(0);
        (await _client.StateOfAsync(_market)).Should().Be("open");
    }

    [Fact]
    public async Task A_file_is_taken_once_however_often_the_browser_tells_of_it()
    {
        await OfferAsync();

        await _state.TakeAsync([new ClipFile("file-1", "clip.mp4", _clip.Length)]);

        _state.Queue.Should().BeEmpty();
    }

    [Fact]
    public async Task A_chosen_market_goes_to_the_first_of_several_clips()
    {
        await OfferAsync();
        _state.Choice.MarketIds.Should().BeEmpty();

        await _state.SendFailedAsync("file-1", SendFailure.Lost);
        await _time.UntilAsync(() => !_state.IsAnalyzing, JobFollower.Pace);

        _state.Choice.MarketIds.Should().Equal(_market);
    }

    [Fact]
    public async Task A_clip_that_is_on_its_way_is_not_left_for_another_job()
    {
        await OfferAsync();
        var shown = _state.JobId;

        _state.Show(Guid.NewGuid());
        _state.Show(null);

        _state.JobId.Should().Be(shown);
    }

    [Fact]
    public async Task A_refused_clip_is_kept_as_a_problem_and_can_be_sent_again_without_the_market_that_it_was_refused_for()
    {
        var other = await _app.NewGuestAsync();
        var id = await other.OpenMarketAsync();
        await _time.UntilAsync(() => _state.Markets.Any(view => view.Market.Id == id), TimeSpan.FromMilliseconds(250));
        _state.Choose(_state.Markets.Single(view => view.Market.Id == id).Market, isChosen: true);

        await _state.TakeAsync([new ClipFile("file-1", "clip.mp4", _clip.Length)]);

        var problem = _state.Problems.Should().ContainSingle().Subject;
        problem.Sentence.Should().Be($"clip.mp4: Only the host of market {id} and its moderators can bind a clip to it.");
        await other.PostJsonAsync($"/api/bets/{id}/void", new { reason = "Not needed." });
        await _state.RetryAsync(problem);
        _state.Problems.Should().BeEmpty();
        await _tab.AskedAsync();
    }

    [Fact]
    public async Task A_ticket_dies_with_its_circuit()
    {
        var address = await OfferAsync();

        await _circuit.DisposeAsync();

        (await PutAsync(_client, address).CodeAsync(HttpStatusCode.NotFound)).Should().Be("upload_ticket_invalid");
        (await _client.StateOfAsync(_market)).Should().Be("open");
    }

    [Fact]
    public async Task A_file_whose_size_is_not_what_was_offered_is_refused()
    {
        var address = await OfferAsync();
        _clip = [.. _clip, 0];

        (await PutAsync(_client, address).CodeAsync(HttpStatusCode.Conflict)).Should().Be("file_changed");

        (await _client.StateOfAsync(_market)).Should().Be("open");
        _app.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task A_cancelled_offer_needs_no_upload_and_opens_its_markets()
    {
        var address = await OfferAsync();

        await _state.CancelAsync();

        _state.Problems.Should().BeEmpty();
        _tab.Stopped.Should().ContainSingle();
        (await _client.StateOfAsync(_market)).Should().Be("open");
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
        await _time.UntilAsync(() => _state.Markets.Any(view => view.Market.Id == _market), JobFollower.Pace);
        _state.Choose(_state.Markets.Single(view => view.Market.Id == _market).Market, isChosen: true);
        await _state.TakeAsync([new ClipFile("file-1", "clip.mp4", _clip.Length)]);
        _state.Problems.Should().BeEmpty();
        return await _tab.AskedAsync();
    }

    private Task<HttpResponseMessage> PutAsync(HttpClient client, string address) =>
        client.PutAsync(address, new ByteArrayContent(_clip));

    private sealed class Tab : ITabFiles
    {
        private readonly Channel<string> _asked = Channel.CreateUnbounded<string>();

        public List<ClipFile> Stopped { get; } = [];

        public async Task<bool> SendAsync(ClipFile file, string address)
        {
            await _asked.Writer.WriteAsync(address);
            return true;
        }

        /// <summary>The next address that bytes are asked for at.</summary>
        public async Task<string> AskedAsync() => await _asked.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        public Task<string?> TakeFromAsync(string address, string name) => Task.FromResult<string?>(null);

        public Task GoAsync(string address) => Task.CompletedTask;

        public Task StopAsync(ClipFile file)
        {
            Stopped.Add(file);
            return Task.CompletedTask;
        }
    }
}
