using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Persistence;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Markets;

namespace StreamBet.Tests.People;

/// <summary>The names of an older database, at the first start of this version.</summary>
public sealed class NameUpgradeTests : IDisposable
{
    // In the order in which they came; Eve pretends to be someone.
    private static readonly (string Id, string Name, string After)[] Everyone =
    [
        ("guest:1", "Ada", "Ada"),
        ("guest:2", "Bob", "Bob"),
        ("guest:3", "\u0410d\u0430", "\u0410d\u0430 3"),
        ("guest:4", "Ada 2", "Ada 2"),
        ("guest:5", "ADA", "ADA 4"),
        ("guest:eve", "\u041Eperator", "\u041Eperator 2"),
        ("guest:6", "Oper\u200Bator", "Operator 3"),
        ("guest:7", "\u202EBob", "Bob 2"),
        ("guest:8abcde", "\u3164", "Guest 8ABC"),
        ("guest:9", new string('x', 40), new string('x', 40)),
        ("guest:a", new string('x', 40), new string('x', 38) + " 2"),
        ("local", "Local", "Local"),
        ("operator", "Operator", "Operator"),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_eldest_of_those_who_look_alike_keeps_the_name_and_the_others_get_a_number_once()
    {
        await MakeOldAsync();
        await using var exchange = await Exchange.OpenAsync(_folder.Path, database: TestDatabase.Sqlite);

        await exchange.Get<NameUpgrade>().RunAsync(default);
        (await NamesAsync(exchange)).Should().BeEquivalentTo(Everyone.ToDictionary(person => person.Id, person => person.After));
        await RenameAsync(exchange, "guest:1", "Grace");
        await exchange.Get<NameUpgrade>().RunAsync(default);

        var names = await NamesAsync(exchange);
        names["guest:1"].Should().Be("Grace");
        names["guest:5"].Should().Be("ADA 4", "a number is given once");
    }

    [Fact]
    public async Task What_was_done_before_stays_under_the_name_of_that_day()
    {
        await MakeOldAsync();
        await using var exchange = await Exchange.OpenAsync(_folder.Path, database: TestDatabase.Sqlite);

        await exchange.Get<NameUpgrade>().RunAsync(default);
        await RenameAsync(exchange, "guest:5", "Grace");

        await using var unit = await exchange.Work.ReadAsync(default);
        var history = await unit.Markets.AuditAsync(1, default);
        history.Select(entry => entry.Name).Should().Equal("ADA", null, "Oper\u200Bator");
        (await MarketReader.ReadChangesAsync(unit, 1, default)).Select(change => change.Who)
            .Should().Equal("ADA", "The server", "Oper\uFFFDator");
    }

    [Fact]
    public async Task A_crash_at_any_statement_changes_nothing_in_the_end()
    {
        await MakeOldAsync();
        var old = await File.ReadAllBytesAsync(_folder.File("streambet.db"));
        var hasCome = true;
        var crashes = 0;
        for (var statement = 1; hasCome; statement++)
        {
            await File.WriteAllBytesAsync(_folder.File("streambet.db"), old);
            var crash = new SqliteCrash();
            var dying = await Exchange.OpenAsync(_folder.Path, crash: crash);
            crash.Set(statement);
            try
            {
                await dying.Get<NameUpgrade>().RunAsync(default);
            }
            catch (Exception) when (crash.HasCome)
            {
                crashes++;
            }

            hasCome = crash.HasCome;
            await dying.DisposeAsync();

            var next = await Exchange.OpenAsync(_folder.Path, database: TestDatabase.Sqlite);
            await next.Get<NameUpgrade>().RunAsync(default);
            (await NamesAsync(next)).Should().BeEquivalentTo(Everyone.ToDictionary(person => person.Id, person => person.After));
            await next.DisposeAsync();
        }

        crashes.Should().BeGreaterThan(Everyone.Length);
    }

    [Fact]
    public async Task Thousands_of_one_name_are_told_apart_in_order()
    {
        const int Count = 3_000;
        await MakeOldAsync(Enumerable.Range(0, Count).Select(number => ($"guest:{number:D5}", "Ada")));
        await using var exchange = await Exchange.OpenAsync(_folder.Path, database: TestDatabase.Sqlite);

        await exchange.Get<NameUpgrade>().RunAsync(default);

        var names = await NamesAsync(exchange);
        names["guest:00000"].Should().Be("Ada");
        names["guest:00001"].Should().Be("Ada 2");
        names[$"guest:{Count - 1:D5}"].Should().Be($"Ada {Count}");
    }

    private static Task RenameAsync(Exchange exchange, string id, string name) =>
        exchange.Get<Naming>().RenameAsync(new Caller(id, id, Role.Guest, "1"), name, default);

    private static Task<Dictionary<string, string>> NamesAsync(Exchange exchange) =>
        exchange.ReadAsync(db => db.Set<Person>().ToDictionaryAsync(person => person.Id, person => person.Name));

    private Task MakeOldAsync() => MakeOldAsync(Everyone.Select(person => (person.Id, person.Name)));

    private async Task MakeOldAsync(IEnumerable<(string Id, string Name)> people)
    {
        await using var db = new StreamBetDb(new DbContextOptionsBuilder<StreamBetDb>()
            .UseSqlite($"Data Source={_folder.File("streambet.db")};Pooling=False").Options);
        await db.GetService<IMigrator>().MigrateAsync("Fingerprints");
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            var at = 0;
            foreach (var (id, name) in people)
                await db.Database.ExecuteSqlAsync($"INSERT INTO people (Id, Name, CreatedAt) VALUES ({id}, {name}, {++at})");
            await db.Database.ExecuteSqlRawAsync(
                """
                INSERT INTO markets (Id, Event, Criterion, HostId, IsPractice, State, OpenedAt, ClosesAt, IsClipHere, Pool_Yes, Pool_No, Revision, Rule, IsFrozen, Evidence)
                  VALUES (1, 'Will a dog be seen?', '', 'guest:5', 0, 'Locked', 1, 2, 0, 0, 0, 1, 1, 0, '');
                INSERT INTO market_audit (MarketId, Who, At, "From", "To", Why) VALUES
                  (1, 'guest:5', 1, NULL, 'Open', 'Opened.'), (1, 'system', 2, 'Open', 'Locked', 'Closing time reached.'),
                  (1, 'guest:6', 3, 'Locked', 'Locked', 'A clip was bound to it.');
                """);
            await transaction.CommitAsync();
        }

        await db.Database.MigrateAsync();
    }
}
