using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Servers;

/// <summary>Real servers on one PostgreSQL database and one data directory.</summary>
public sealed class SeveralServersTests : IAsyncLifetime, IDisposable
{
    private const string Viewer = "a-viewer-of-all-servers";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _data = new();
    private readonly List<ServerProcess> _servers = [];
    private readonly List<HttpClient> _clients = [];
    private string _database = null!;

    public async Task InitializeAsync()
    {
        _database = await (await PostgresServer.OfTestsAsync()).EmptyAsync();
        _servers.AddRange(await Task.WhenAll(StartAsync(_data.Path), StartAsync(_data.Path), StartAsync(_data.Path)));
        _clients.AddRange(_servers.Select(server => server.NewClient()));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        _servers.ForEach(server => server.Dispose());
        _data.Dispose();
    }

    [Fact]
    public async Task A_clip_sent_to_one_is_followed_on_another_and_cancelled_on_a_third()
    {
        using var response = await _clients[0].SendClipAsync(await RealClips.QuarterMinuteAsync(), isAsync: true);
        var location = (await response.ReadAsync(HttpStatusCode.Accepted)).GetProperty("location").GetString()!;
        await FollowAsync(_clients[1], location, data => SamplesIn(data) >= 2);
        await FollowAsync(_clients[2], location, data => SamplesIn(data) >= 2);

        var worker = _servers.FindIndex(server => server.Children.Length > 0);
        using var cancelling = await _clients[(worker + 1) % 3].PostAsync($"{location}/cancel", null);

        cancelling.IsSuccessStatusCode.Should().BeTrue();
        await FollowAsync(_clients[(worker + 2) % 3], location, _ => false);
        (await _clients[worker].GetJsonAsync(location)).GetProperty("state").GetString().Should().Be("cancelled");
        Clips.Should().BeEmpty();
        (await _clients[0].SendClipAsync(await RealClips.PeopleAsync())).StatusCode.Should().Be(HttpStatusCode.OK, "its worker is free again");
    }

    [Fact]
    public async Task The_work_of_one_that_is_killed_is_taken_over()
    {
        var market = await _clients[0].OpenMarketAsync();
        using var response = await _clients[0].SendClipAsync(await RealClips.QuarterMinuteAsync(), $"?bet_ids={market}", isAsync: true);
        var location = (await response.ReadAsync(HttpStatusCode.Accepted)).GetProperty("location").GetString()!;
        await FollowAsync(_clients[0], location, data => SamplesIn(data) >= 3);
        var worker = _servers.FindIndex(server => server.Children.Length > 0);
        var (killed, alive) = (_servers[worker], _clients[(worker + 1) % 3]);
        var cut = await alive.OpenMarketAsync();
        using var upload = await RawUpload.BeginAsync(killed.Address, killed.Key, 500_000, $"?bet_ids={cut}");
        await upload.SendAsync(new byte[] { 0, 0, 0, 32 }.Concat("ftypisom"u8.ToArray()).ToArray());
        await Eventually.IsTrueAsync(async () => await alive.StateOfAsync(cut) == "locked", "the upload begins");

        killed.Kill();

        await Eventually.IsTrueAsync(
            () => _servers.Any(server => server != killed && server.Children.Length > 0), "another one takes the clip");
        await FollowAsync(alive, location, _ => false);
        (await alive.GetJsonAsync(location)).GetProperty("state").GetString().Should().Be("completed");
        (await alive.StateOfAsync(market)).Should().Be("resolved");
        (await alive.StateOfAsync(cut)).Should().Be("open", "the upload went with its server");
        Clips.Should().BeEmpty();
    }

    [Fact]
    public async Task One_that_stops_hands_its_work_over_at_once()
    {
        using var response = await _clients[0].SendClipAsync(await RealClips.QuarterMinuteAsync(), isAsync: true);
        var location = (await response.ReadAsync(HttpStatusCode.Accepted)).GetProperty("location").GetString()!;
        await FollowAsync(_clients[0], location, data => SamplesIn(data) >= 3);
        var worker = _servers.FindIndex(server => server.Children.Length > 0);

        await _servers[worker].StopAsync(Patience);

        var alive = _clients[(worker + 1) % 3];
        await FollowAsync(alive, location, _ => false);
        (await alive.GetJsonAsync(location)).GetProperty("state").GetString().Should().Be("completed");
    }

    [Fact]
    public async Task A_stake_that_is_sent_to_two_at_once_under_one_key_is_placed_once_and_confirmed_by_both()
    {
        var market = await _clients[0].OpenMarketAsync();
        List<HttpClient> stakers = [.. _servers.Select(server => server.NewClient())];
        _clients.AddRange(stakers);
        stakers.ForEach(client => client.DefaultRequestHeaders.Authorization = new("Bearer", Viewer));

        // Together they take the whole balance: one placed twice would leave too little for the last.
        for (var round = 0; round < 20; round++)
        {
            var key = Guid.NewGuid().ToString();
            var answers = await Task.WhenAll(stakers.Select(async client =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/bets/{market}/stakes") { Content = JsonContent.Create(new { side = "YES", amount = 50 }) };
                request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
                using var response = await client.SendAsync(request);
                return (response.StatusCode, await response.Content.ReadAsStringAsync());
            }));
            answers.Distinct().Should().ContainSingle().Which.StatusCode.Should().Be(HttpStatusCode.Created);
        }

        (await _clients[0].GetJsonAsync($"/api/bets/{market}")).GetProperty("bet").GetProperty("pool").GetInt64().Should().Be(1_000);
    }

    [Fact]
    public async Task One_with_another_data_directory_does_not_start()
    {
        using var other = new TemporaryFolder();

        var starting = () => StartAsync(other.Path);

        await starting.Should().ThrowAsync<InvalidOperationException>();
        (await _clients[0].GetAsync("/api/health/ready")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private string[] Clips => Directory.GetFiles(Path.Combine(_data.Path, "clips"));

    private Task<ServerProcess> StartAsync(string data) =>
        ServerProcess.StartApplicationAsync(
            data, "--StreamBet:Database", _database, "--StreamBet:ApiKeys:0:Name", "viewer", "--StreamBet:ApiKeys:0:Key", Viewer);

    // Reads events until one is what is waited for, or the job has ended.
    internal static async Task FollowAsync(HttpClient client, string location, Func<JsonElement, bool> isReached)
    {
        using var events = new StreamReader(await client.GetStreamAsync($"{location}/events"));
        while (await events.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && isReached(JsonDocument.Parse(line[6..]).RootElement))
                return;
        }
    }

    internal static int SamplesIn(JsonElement data) =>
        data.TryGetProperty("samples_done", out var done) ? done.GetInt32() : -1;
}
