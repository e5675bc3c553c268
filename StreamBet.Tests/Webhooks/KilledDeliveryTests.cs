using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using StreamBet.Tests.Support;
using Xunit.Abstractions;

namespace StreamBet.Tests.Webhooks;

/// <summary>A server that is killed again and again while it opens markets and tells of them loses no message: each comes once or
/// more, signed.</summary>
public sealed class KilledDeliveryTests(ITestOutputHelper output) : IDisposable
{
    private const int Hooks = 10;

    private static readonly string[] Settings =
    [
        "--StreamBet:ModelsDirectory", "no-models", "--StreamBet:DemoMarkets", "false", "--StreamBet:Webhooks:AllowHttp", "true",
        "--StreamBet:Webhooks:AllowPrivateAddresses", "true",
        ServerProcess.DatabaseSetting, "sqlite",
    ];

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public Task Killed_3_times_all_of_300_messages_arrive() => KillAsync(15, 3);

    [Fact]
    [Trait("Category", "Long")]
    public Task Killed_20_times_all_of_10000_messages_arrive() => KillAsync(500, 20);

    private async Task KillAsync(int markets, int kills)
    {
        await MigratedDatabase.EnsureAsync(_data.Path);
        await using var receiver = await HookReceiver.StartAsync();
        var watch = Stopwatch.StartNew();
        var secrets = new Dictionary<string, string>();
        var isFirst = true;
        for (var part = 0; part <= kills; part++)
        {
            using var server = await ServerProcess.StartApplicationAsync(_data.Path, Settings);
            using var client = server.NewClient();
            if (isFirst)
                secrets = await MakeHooksAsync(client, receiver);
            isFirst = false;

            // Each life of the server has its share of the markets, and ends while messages about them are under way.
            var share = markets * (part + 1) / (kills + 1);
            while (Ask("SELECT COUNT(*) FROM markets WHERE EndedAt IS NOT NULL") < share)
                await OpenAndVoidAsync(client);
            if (part == kills)
                await Eventually.IsTrueAsync(() => Ask("SELECT COUNT(*) FROM webhook_deliveries WHERE DueAt IS NOT NULL") == 0, "all are sent");
            server.Kill();
        }

        var got = receiver.Got;
        var written = Read("SELECT MessageId FROM webhook_deliveries");
        output.WriteLine($"{written.Count} messages through {kills} kills in {watch.Elapsed.TotalSeconds:0.0} s; {got.Count} arrived, "
            + $"{got.Count - got.DistinctBy(message => message.Id).Count()} of them again.");
        written.Count.Should().BeGreaterThanOrEqualTo(markets * 2 * Hooks);
        got.Select(message => message.Id).ToHashSet().Should().BeEquivalentTo(written);
        got.Where(message => !message.IsSignedWith(secrets[message.Path])).Should().BeEmpty();
        foreach (var path in secrets.Keys)
        {
            receiver.GotAt(path).Where(message => message.Type == "market.void").Select(message => message.MarketId).ToHashSet()
                .Should().HaveCount((int)Ask("SELECT COUNT(*) FROM markets WHERE EndedAt IS NOT NULL"), "{0} is told of each", path);
        }
    }

    private static async Task<Dictionary<string, string>> MakeHooksAsync(HttpClient client, HookReceiver receiver)
    {
        var secrets = new Dictionary<string, string>();
        for (var i = 0; i < Hooks; i++)
        {
            var made = await client.PostJsonAsync("/api/webhooks", new { url = receiver.At($"/{i}") }, HttpStatusCode.Created);
            secrets[$"/{i}"] = made.GetProperty("secret").GetString()!;
        }

        return secrets;
    }

    private static async Task OpenAndVoidAsync(HttpClient client)
    {
        var opened = await client.PostJsonAsync(
            "/api/bets", new { @event = "Will it be beautiful?", people = true }, HttpStatusCode.Created);
        var id = opened.GetProperty("id").GetInt64();
        (await client.PostAsJsonAsync($"/api/bets/{id}/void", new { reason = "A mistake." })).EnsureSuccessStatusCode();
    }

    private long Ask(string question)
    {
        using var connection = Crowd.Open(_data.File("streambet.db"));
        using var command = connection.CreateCommand();
        command.CommandText = question;
        return (long)command.ExecuteScalar()!;
    }

    private List<string> Read(string question)
    {
        using var connection = Crowd.Open(_data.File("streambet.db"));
        using var command = connection.CreateCommand();
        command.CommandText = question;
        using SqliteDataReader rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
            texts.Add(rows.GetString(0));
        return texts;
    }
}
