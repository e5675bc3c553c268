using System.Net;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Persistence;
using StreamBet.Tests.Support;
using StreamBet.Web.Host;

namespace StreamBet.Tests.Host;

/// <summary>A whole server on PostgreSQL.</summary>
public sealed class PostgresTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task From_stake_to_payout_it_does_the_main_job_and_remembers_it_after_a_restart()
    {
        var database = await EmptyAsync();
        long id;
        using (var app = TestApp.StartOn(_data.Path, null, ("StreamBet:Database", database)))
        {
            var guest = await app.NewGuestAsync();
            id = await app.Local.OpenMarketAsync();
            await guest.PostJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 10 }, HttpStatusCode.Created);
            await (await app.NewGuestAsync()).PostJsonAsync($"/api/bets/{id}/stakes", new { side = "NO", amount = 30 }, HttpStatusCode.Created);
            var found = await app.Local.GetJsonAsync("/api/bets?status=active");
            found.GetProperty("bets").EnumerateArray().Select(bet => bet.GetProperty("id").GetInt64()).Should().Contain(id);

            await (await app.Local.SendClipAsync(await RealClips.PeopleAsync(), $"?bet_ids={id}")).ReadAsync();

            (await app.Local.StateOfAsync(id)).Should().Be("resolved");
            var me = await guest.GetJsonAsync("/api/me");
            me.GetProperty("balance").GetProperty("credits").GetInt64().Should().Be(1_030);
            app.HeldClips.Should().BeEmpty();
        }

        File.Exists(Path.Combine(_data.Path, "streambet.db")).Should().BeFalse();
        using var again = TestApp.StartOn(_data.Path, null, ("StreamBet:Database", database));
        (await again.Local.StateOfAsync(id)).Should().Be("resolved");
        (await again.Local.GetJsonAsync("/api/receipts/head")).GetProperty("sequence").GetInt64().Should().BePositive();
    }

    [Fact]
    public async Task A_database_that_servers_use_is_neither_restored_nor_moved()
    {
        var database = await EmptyAsync();
        await using var command = DataStore.Open(_data.Path, database);
        var taking = () => command.GetRequiredService<DatabaseClaim>().TakeAsync(default);
        await using (var first = DataStore.Open(_data.Path, database))
        await using (var second = DataStore.Open(_data.Path, database))
        {
            await first.GetRequiredService<DatabaseClaim>().ShareAsync(default);
            await second.GetRequiredService<DatabaseClaim>().ShareAsync(default);

            (await taking.Should().ThrowAsync<UnusableDatabaseException>()).Which.Message.Should().Contain("A running StreamBet uses");
        }

        await taking();
        await using var next = DataStore.Open(_data.Path, database);
        var sharing = () => next.GetRequiredService<DatabaseClaim>().ShareAsync(default);
        (await sharing.Should().ThrowAsync<UnusableDatabaseException>()).Which.Message.Should().Contain("restored or moved");
    }

    [Fact]
    public async Task A_claim_that_a_restart_of_PostgreSQL_ends_is_taken_again()
    {
        var database = await EmptyAsync();
        await using var holder = DataStore.Open(_data.Path, database);
        await holder.GetRequiredService<DatabaseClaim>().TakeAsync(default);
        var server = await PostgresServer.OfTestsAsync();
        var name = PostgresServer.NameOf(database);
        Task<long> HolderAsync() => server.NumberAsync(
            name, "SELECT COALESCE(MAX(pid), 0) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        var first = await HolderAsync();
        first.Should().BePositive();

        await server.RunAsync("postgres", $"SELECT pg_terminate_backend({first})");

        await Eventually.IsTrueAsync(async () => await HolderAsync() is var next && next > 0 && next != first, "the claim is held again");
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1", "127.0.0.1:1")]
    [InlineData("Host=nowhere.invalid", "PostgreSQL cannot be used")]
    public async Task A_server_that_is_not_there_is_told_without_the_password(string where, string what)
    {
        await using var services = DataStore.Open(_data.Path, where + ";Database=none;Username=none;Password=sesame");
        Func<Task>[] tries =
        [
            () => PersistenceSetup.MigrateAsync(services, default), () => PersistenceSetup.IsCurrentAsync(services, default),
            () => services.GetRequiredService<DatabaseClaim>().TakeAsync(default),
        ];

        foreach (var reaching in tries)
            (await reaching.Should().ThrowAsync<UnusableDatabaseException>()).Which.Message.Should().Contain(what).And.NotContain("sesame");
    }

    [Theory]
    [InlineData("sqlite", true)]
    [InlineData("Host=db;Database=streambet", true)]
    [InlineData("Host=db", false)]
    [InlineData("mysql", false)]
    [InlineData("Host=db;Database=streambet;Nonsense=1", false)]
    [InlineData("Host=db;Port=many;Database=streambet", false)]
    public void A_setting_is_sqlite_or_names_a_host_and_a_database(string setting, bool isOne) =>
        PersistenceSetup.IsDatabase(setting).Should().Be(isOne);

    private static async Task<string> EmptyAsync() => await (await PostgresServer.OfTestsAsync()).EmptyAsync();
}
