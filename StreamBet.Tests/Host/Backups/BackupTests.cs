using System.Formats.Tar;
using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Kernel;
using StreamBet.Core.Rule;
using StreamBet.Tests.Markets;
using StreamBet.Tests.Support;
using StreamBet.Web.Host.Backups;

namespace StreamBet.Tests.Host.Backups;

/// <summary>A backup is taken while people stake, and what was acknowledged before it is in it, whole.</summary>
public abstract class BackupTests(TestDatabase database) : IDisposable
{
    private readonly TemporaryFolder _work = new();
    private string _said = "";

    private string Data => _work.File("data");

    private string Restored => _work.File("restored");

    private string Archive => _work.File("backup.tar");

    public void Dispose()
    {
        _work.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Restored_under_load_it_holds_every_stake_that_was_acknowledged_before()
    {
        Directory.CreateDirectory(Path.Combine(Data, "evidence", "job"));
        await File.WriteAllTextAsync(Path.Combine(Data, "evidence", "job", "1.jpg"), "frame");
        await File.WriteAllTextAsync(Path.Combine(Data, "local-key"), "secret of this machine");
        var acknowledged = 0;
        await using (var exchange = await Exchange.OpenAsync(Data, database: database))
        {
            var ended = await exchange.OpenMarketAsync(Exchange.Person("hannah"));
            await exchange.StakeAsync(ended, Outcome.Yes, 10, Exchange.Person("ada"));
            await exchange.ResolveAsync(ended.Id, Outcome.Yes);
            var market = await exchange.OpenMarketAsync(Exchange.Person("hannah"));
            using var over = new CancellationTokenSource();
            var begun = new TaskCompletionSource();
            var staking = Enumerable.Range(0, 4).Select(person => Task.Run(async () =>
            {
                for (var i = 0; !over.IsCancellationRequested; i++)
                {
                    await exchange.StakeAsync(market, i % 2 == 0 ? Outcome.Yes : Outcome.No, 1, Exchange.Person($"{person}-{i / 500}"));
                    if (Interlocked.Increment(ref acknowledged) == 20)
                        begun.SetResult();
                }
            })).ToList();
            await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));

            var before = acknowledged;
            (await RunAsync("backup", Data, await database.EnsureAsync(Data))).Should().Be(0, _said);
            await over.CancelAsync();
            await Task.WhenAll(staking);
            (await exchange.ReadAsync(db => db.Stakes.CountAsync())).Should().BeGreaterThan(before, "people staked meanwhile");
            acknowledged = before;
            await exchange.DisposeAsync();
        }

        var target = database == TestDatabase.Sqlite ? StreamBetOptions.Sqlite : await database.EnsureAsync(Restored);
        (await RunAsync("restore", Restored, target)).Should().Be(0, _said);
        await using var restored = await Exchange.OpenAsync(Restored, database: database);
        (await restored.ReadAsync(db => db.Stakes.CountAsync())).Should().BeGreaterThanOrEqualTo(acknowledged);
        await Bank.EnsureWholeAsync(restored);
        (await restored.ReadAsync(db => db.Receipts.CountAsync())).Should().Be(1);
        (await File.ReadAllTextAsync(Path.Combine(Restored, "evidence", "job", "1.jpg"))).Should().Be("frame");
        File.Exists(Path.Combine(Restored, "receipt-key.pem")).Should().BeTrue();
        File.Exists(Path.Combine(Restored, "local-key")).Should().BeFalse("each server makes its own");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Archive).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, "keys are in it");
        await restored.DisposeAsync();
    }

    [Fact]
    public async Task What_is_there_is_not_written_over()
    {
        await using (var exchange = await Exchange.OpenAsync(Directory.CreateDirectory(Data).FullName, database: database))
        {
            await exchange.OpenMarketAsync(Exchange.Person("hannah"));
            await exchange.DisposeAsync();
        }

        var setting = await database.EnsureAsync(Data);
        (await RunAsync("backup", Data, setting)).Should().Be(0, _said);

        (await RunAsync("backup", Data, setting)).Should().Be(2);
        _said.Should().Contain("already exists");
        (await RunAsync("restore", Data, setting)).Should().Be(2);
        _said.Should().Contain("is not empty");
        if (database == TestDatabase.Sqlite)
            return;
        (await RunAsync("restore", Restored, setting)).Should().Be(2);
        _said.Should().Contain("has rows");
        Directory.GetFileSystemEntries(Restored).Should().BeEmpty("the next try finds it as this one did");
    }

    [Fact]
    public async Task A_link_is_kept_as_what_it_leads_to_and_a_backup_is_no_part_of_itself()
    {
        await using (var exchange = await Exchange.OpenAsync(Directory.CreateDirectory(Data).FullName, database: database))
            await exchange.DisposeAsync();
        await File.WriteAllTextAsync(_work.File("elsewhere"), "key");
        File.CreateSymbolicLink(Path.Combine(Data, "linked-key"), _work.File("elsewhere"));
        var setting = await database.EnsureAsync(Data);
        (await RunAsync("backup", Data, setting)).Should().Be(0, _said);

        (await RunAsync("restore", Restored, StreamBetOptions.Sqlite)).Should().Be(0, _said);

        (await File.ReadAllTextAsync(Path.Combine(Restored, "linked-key"))).Should().Be("key");
        using var said = new StringWriter();
        (await BackupCommand.RunAsync(["backup", Path.Combine(Data, "own.tar"), "--data-directory", Data, "--database", setting], said, said, default)).Should().Be(2);
        said.ToString().Should().Contain("lies in the data directory");
        Directory.GetFiles(Data, "own*").Should().BeEmpty();
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/tmp/outside")]
    public async Task An_archive_that_reaches_out_of_its_folder_is_refused(string name)
    {
        await using (var archive = new TarWriter(File.Create(Archive)))
            await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1]) });

        (await RunAsync("restore", Restored, StreamBetOptions.Sqlite)).Should().Be(2);

        _said.Should().Contain("is not a StreamBet backup");
        Directory.GetFiles(_work.Path, "*", SearchOption.AllDirectories).Should().Equal(Archive);
    }

    [Fact]
    public async Task Half_an_archive_is_refused_and_leaves_nothing()
    {
        await using (var exchange = await Exchange.OpenAsync(Directory.CreateDirectory(Data).FullName, database: database))
            await exchange.DisposeAsync();
        (await RunAsync("backup", Data, await database.EnsureAsync(Data))).Should().Be(0, _said);
        var bytes = await File.ReadAllBytesAsync(Archive);
        await File.WriteAllBytesAsync(Archive, bytes[..(bytes.Length / 2)]);

        (await RunAsync("restore", Restored, StreamBetOptions.Sqlite)).Should().Be(2);

        _said.Should().Contain("not all of it");
        Directory.GetFileSystemEntries(Restored).Should().BeEmpty();
    }

    private async Task<int> RunAsync(string command, string directory, string setting)
    {
        using var said = new StringWriter();
        var result = await BackupCommand.RunAsync([command, Archive, "--data-directory", directory, "--database", setting], said, said, default);
        _said = said.ToString();
        return result;
    }
}

public sealed class BackupOnSqliteTests() : BackupTests(TestDatabase.Sqlite);

public sealed class BackupOnPostgresTests() : BackupTests(TestDatabase.Postgres);
