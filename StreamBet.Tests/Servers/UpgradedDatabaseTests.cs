using System.Net;
using System.Net.Http.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Servers;

/// <summary>Servers of a version go on while the first one of the next version has changed the database.</summary>
public sealed class UpgradedDatabaseTests : IDisposable
{
    private static readonly string[] Viewers = ["a-viewer-of-both-servers", "another-viewer-of-both-servers"];

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Servers_of_the_version_before_go_on_and_do_not_start_again()
    {
        var postgres = await PostgresServer.OfTestsAsync();
        var connection = await postgres.EmptyAsync();
        string[] settings =
        [
            "--StreamBet:Database", connection,
            .. Viewers.SelectMany((key, i) => new[] { $"--StreamBet:ApiKeys:{i}:Name", $"Viewer {i}", $"--StreamBet:ApiKeys:{i}:Key", key }),
        ];
        using var first = await ServerProcess.StartApplicationAsync(_data.Path, settings);
        using var second = await ServerProcess.StartApplicationAsync(_data.Path, settings);
        await DecideAsync(first, second, await RealClips.PassingAsync(1));

        // All that a migration may do: MigrationTests tells.
        await postgres.RunAsync(PostgresServer.NameOf(connection), """
            DO $$ DECLARE name text; BEGIN
              FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
                EXECUTE format('ALTER TABLE %I ADD COLUMN tomorrow text NOT NULL DEFAULT ''''', name);
                EXECUTE format('ALTER TABLE %I ADD COLUMN later bigint', name);
                EXECUTE format('CREATE INDEX ON %I (later)', name);
              END LOOP;
            END $$;
            CREATE TABLE tomorrows (id bigint PRIMARY KEY);
            INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('99990101000000_Tomorrow', '99.0.0');
            """);

        await DecideAsync(first, second, await RealClips.PassingAsync(2));
        await DecideAsync(second, first, await RealClips.PassingAsync(3));
        var starting = () => ServerProcess.StartApplicationAsync(_data.Path, settings);
        await starting.Should().ThrowAsync<InvalidOperationException>("what a later version has written may be beyond it");
        await DecideAsync(first, second, await RealClips.PassingAsync(4));
    }

    // One opens a market, people stake at the other, and a clip decides it there.
    private static async Task DecideAsync(ServerProcess one, ServerProcess other, string clip)
    {
        using var host = one.NewClient();
        var market = await host.OpenMarketAsync();
        foreach (var (key, side) in Viewers.Zip(["YES", "NO"]))
        {
            using var viewer = new HttpClient { BaseAddress = other.Address };
            viewer.DefaultRequestHeaders.Authorization = new("Bearer", key);
            using var staked = await viewer.PostAsJsonAsync($"/api/bets/{market}/stakes", new { side, amount = 10 });
            staked.StatusCode.Should().Be(HttpStatusCode.Created);
        }

        using var uploader = other.NewClient();
        using var answer = await uploader.SendClipAsync(clip, $"?bet_ids={market}");
        answer.StatusCode.Should().Be(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        (await host.StateOfAsync(market)).Should().Be("resolved");
        await VerifyProcess.EnsureValidAsync(host, market);
    }
}
