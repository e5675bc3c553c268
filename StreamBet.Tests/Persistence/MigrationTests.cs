using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using StreamBet.Core.Clips;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Persistence;
using StreamBet.Tests.Markets;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Persistence;

public sealed class MigrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Markets_stakes_and_credits_of_the_first_version_are_kept()
    {
        await MakeFirstVersionAsync();

        await using var exchange = await Exchange.OpenAsync(_folder.Path, database: TestDatabase.Sqlite);
        await exchange.ReadAsync(async db =>
        {
            await db.Database.MigrateAsync();
            return true;
        });

        await Bank.EnsureWholeAsync(exchange);
        await using var unit = await exchange.Work.ReadAsync(default);
        var market = (await unit.Markets.FindAsync(1, default))!;
        market.Pool.Should().Be(new Pool(100, 0));
        market.CanEdit.Should().BeFalse("somebody has staked on it");
        market.Revision.Should().Be(1);
        market.Evidence.Should().BeEmpty();
        (await unit.Ledger.FindBalanceAsync(AccountAddress.Person("local", Currency.Credits), default)).Should().Be(900);
        (await exchange.ReadAsync(async db => await db.Database.SqlQueryRaw<string>(
            "SELECT \"table\" AS Value FROM pragma_foreign_key_check").ToListAsync())).Should().BeEmpty();
    }

    // docs/operations.md promises it to whoever upgrades several servers. A migration that takes away what the version before no longer
    // uses is left out here by its name.
    [Fact]
    public void Each_change_of_a_shared_database_leaves_what_servers_of_the_version_before_use()
    {
        using var db = new PostgresDb(new DbContextOptionsBuilder<StreamBetDb>().UseNpgsql("Host=localhost").Options);
        var migrations = db.GetService<IMigrationsAssembly>();
        var changes = migrations.Migrations.Skip(1)
            .SelectMany(migration => migrations.CreateMigration(migration.Value, "Npgsql.EntityFrameworkCore.PostgreSQL").UpOperations);

        changes.Should().NotBeEmpty().And.OnlyContain(change => IsExpanding(change));
    }

    private static bool IsExpanding(MigrationOperation change) => change switch
    {
        // The version before writes no value.
        AddColumnOperation column => column.IsNullable || column.DefaultValue != null || column.DefaultValueSql != null,
        CreateIndexOperation index => !index.IsUnique,
        CreateTableOperation or AlterTableOperation => true,
        _ => false,
    };

    [Theory]
    [InlineData("Failed", "aws_access_denied", true)]
    [InlineData("Failed", "upload_incomplete", true)]
    [InlineData("Failed", "models_missing", true)]
    [InlineData("Failed", "clip_damaged", false)]
    [InlineData("Failed", "unsupported_container", false)]
    [InlineData("Completed", null, null)]
    public async Task A_job_of_the_first_version_tells_by_its_code_whether_the_clip_may_be_sent_again(
        string state, string? code, bool? isPassing)
    {
        await using (var db = OpenDatabase())
        {
            await db.GetService<IMigrator>().MigrateAsync("ClipCopies");
            await db.Database.ExecuteSqlRawAsync(
                """
                INSERT INTO jobs (Id, OwnerId, FileName, State, MarketIds, SharesFrames, CreatedAt, Attempt, Starts, ErrorCode, Error)
                  VALUES ('01234567-89AB-CDEF-0123-456789ABCDEF', 'local', 'clip.mp4', {0}, '[]', 0, 1, 1, 1, {1}, {1})
                """,
                state, code!);
            await db.Database.MigrateAsync();
        }

        await using var exchange = await Exchange.OpenAsync(_folder.Path, database: TestDatabase.Sqlite);
        await using var unit = await exchange.Work.ReadAsync(default);
        var job = (await unit.Jobs.FindAsync(new Guid("01234567-89ab-cdef-0123-456789abcdef"), default))!;
        job.IsErrorPassing.Should().Be(isPassing);
        job.CanRetry.Should().Be(isPassing == true);
    }

    [Theory]
    [InlineData("Analyzing", null, 3)]
    [InlineData("Completed", "remote-job", 2)]
    public async Task What_a_service_was_at_work_on_is_asked_for_again_with_doubts(string state, string? providerJob, int attempt)
    {
        await using (var db = OpenDatabase())
        {
            await db.GetService<IMigrator>().MigrateAsync("MarketRule");
            await db.Database.ExecuteSqlRawAsync(
                """
                INSERT INTO jobs (Id, OwnerId, FileName, State, MarketIds, SharesFrames, CreatedAt, Attempt, Starts, ProviderJobId)
                  VALUES ('01234567-89AB-CDEF-0123-456789ABCDEF', 'local', 'clip.mp4', {0}, '[]', 0, 1, 2, 1, 'remote-job')
                """,
                state);
            await db.Database.MigrateAsync();
        }

        await using var exchange = await Exchange.OpenAsync(_folder.Path, database: TestDatabase.Sqlite);
        await using var unit = await exchange.Work.ReadAsync(default);
        var job = (await unit.Jobs.FindAsync(new Guid("01234567-89ab-cdef-0123-456789abcdef"), default))!;
        (job.ProviderJobId, job.Attempt).Should().Be((providerJob, attempt));
    }

    private StreamBetDb OpenDatabase() => new(new DbContextOptionsBuilder<StreamBetDb>()
        .UseSqlite($"Data Source={_folder.File("streambet.db")};Pooling=False").Options);

    private async Task MakeFirstVersionAsync()
    {
        await using var db = OpenDatabase();
        await db.GetService<IMigrator>().MigrateAsync("Initial");
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO markets (Id, Event, Criterion, HostId, IsPractice, State, OpenedAt, ClosesAt, IsClipHere, Pool_Yes, Pool_No)
              VALUES (1, 'Will a dog be seen?', {0}, 'key:host', 0, 'Open', 1, 2, 0, 100, 0);
            INSERT INTO accounts VALUES ('issuance#credits', 'Credits', 1, -1000), ('person/local#credits', 'Credits', 0, 900), ('pool/1#credits', 'Credits', 0, 100);
            INSERT INTO ledger_transactions VALUES (1, 'grant/local/Credits', 1), (2, 'stake/abc', 1);
            INSERT INTO ledger_entries (TransactionId, AccountId, Amount) VALUES
              (1, 'issuance#credits', -1000), (1, 'person/local#credits', 1000), (2, 'person/local#credits', -100), (2, 'pool/1#credits', 100);
            INSERT INTO stakes (Id, MarketId, PersonId, Side, Amount, PlacedAt, IsWithdrawn) VALUES (1, 1, 'local', 'Yes', 100, 1, 0);
            """,
            """{"Labels":["Dog"],"WindowStart":"00:00:00","WindowEnd":null,"Times":1,"Threshold":80}""");
    }
}
