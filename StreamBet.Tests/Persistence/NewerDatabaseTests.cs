using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Persistence;
using StreamBet.Tests.Support;
using StreamBet.Web.Host;

namespace StreamBet.Tests.Persistence;

public abstract class NewerDatabaseTests(TestDatabase database) : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose()
    {
        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_database_that_a_later_version_has_changed_is_left_alone()
    {
        await using var services = DataStore.Open(_data.Path, await database.EnsureAsync(_data.Path));
        await PersistenceSetup.MigrateAsync(services, default);
        await using (var exchange = await Exchange.OpenAsync(_data.Path, database: database))
        {
            await exchange.ReadAsync(db => db.Database.ExecuteSqlRawAsync(
                """INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('99990101000000_Tomorrow', '99.0.0')"""));
        }

        var starting = () => PersistenceSetup.MigrateAsync(services, default);

        (await starting.Should().ThrowAsync<UnusableDatabaseException>()).Which.Message.Should().Contain("99990101000000_Tomorrow");
        PersistenceSetup.Release(services);
    }
}

public sealed class NewerDatabaseOnSqliteTests() : NewerDatabaseTests(TestDatabase.Sqlite);

public sealed class NewerDatabaseOnPostgresTests() : NewerDatabaseTests(TestDatabase.Postgres);
