using Microsoft.EntityFrameworkCore;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Tests.Markets;
using StreamBet.Tests.Markets.Histories;
using StreamBet.Tests.Support;
using StreamBet.Web.Host.Backups;

namespace StreamBet.Tests.Host.Backups;

/// <summary>The command that moves a server's data from one kind of database to the other.</summary>
public sealed class MoveTests : IDisposable
{
    private static readonly Caller Hannah = Exchange.Person("hannah");

    private readonly TemporaryFolder _data = new();
    private string _said = "";

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Every_credit_stake_and_receipt_of_100000_is_the_same_afterwards_and_the_next_one_follows_on()
    {
        long market;
        string books;
        List<string> receipts;
        await using (var before = await Exchange.OpenAsync(_data.Path, database: TestDatabase.Sqlite))
        {
            var small = await before.OpenMarketAsync(Hannah);
            await before.StakeAsync(small, Outcome.Yes, 10, Exchange.Person("ada"));
            await before.ResolveAsync(small.Id, Outcome.Yes);
            market = (await before.OpenMarketAsync(Hannah)).Id;
            Crowd.Fill(_data.File("streambet.db"), market, 100_000);
            (books, receipts) = (await Books.ReadAsync(before, 0), await ReceiptsAsync(before));
            await before.DisposeAsync();
        }

        var database = await (await PostgresServer.OfTestsAsync()).EmptyAsync();
        (await MoveAsync(database, "--from", "sqlite", "--to", "postgres")).Should().Be(0, _said);
        _said.Should().Contain("the copy is the same as the original");

        await using var after = await Exchange.OpenAsync(_data.Path, database: TestDatabase.Named(database));
        (await Books.ReadAsync(after, 0)).Should().Be(books);
        (await ReceiptsAsync(after)).Should().Equal(receipts).And.HaveCount(1);
        await Bank.EnsureWholeAsync(after);
        (await MoveAsync(database, "--from", "sqlite", "--to", "postgres")).Should().Be(2, "a database that has rows is not written to");
        var next = await after.OpenMarketAsync(Hannah);
        next.Id.Should().Be(market + 1);
        (await after.StakeAsync(next, Outcome.No, 5, Exchange.Person("bob"))).Stake.Id.Should().Be(100_002);
        await after.ResolveAsync(market, Outcome.No);
        await Bank.EnsureWholeAsync(after);
        await after.DisposeAsync();

        // And back, into a folder that has no database yet.
        File.Delete(_data.File("streambet.db"));
        (await MoveAsync(database, "--from", "postgres", "--to", "sqlite")).Should().Be(0, _said);
        await using var back = await Exchange.OpenAsync(_data.Path, database: TestDatabase.Sqlite);
        await Bank.EnsureWholeAsync(back);
        (await back.ReadAsync(db => db.Stakes.CountAsync())).Should().Be(100_002);
        await back.DisposeAsync();
    }

    [Theory]
    [InlineData]
    [InlineData("--from", "sqlite")]
    [InlineData("--from", "sqlite", "--to", "sqlite")]
    [InlineData("--from", "sqlite", "--to", "mysql")]
    public async Task Anything_else_is_answered_with_how_to_use_it(params string[] arguments)
    {
        (await MoveAsync("sqlite", arguments)).Should().Be(2);
        _said.Should().Contain("move --from sqlite --to postgres");
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named()
    {
        await TestDatabase.Sqlite.EnsureAsync(_data.Path);

        (await MoveAsync("Host=127.0.0.1;Port=1;Database=none;Username=none;Password=sesame", "--from", "sqlite", "--to", "postgres")).Should().Be(2);

        _said.Should().Contain("127.0.0.1:1").And.NotContain("sesame");
    }

    private static Task<List<string>> ReceiptsAsync(Exchange exchange) => exchange.ReadAsync(async db =>
        (await db.Receipts.OrderBy(receipt => receipt.Sequence).ToListAsync())
            .ConvertAll(receipt => $"{receipt.Hash} {Convert.ToBase64String(receipt.Document)} {Convert.ToBase64String(receipt.Seed)}"));

    private async Task<int> MoveAsync(string database, params string[] arguments)
    {
        using var said = new StringWriter();
        var result = await MoveCommand.RunAsync([.. arguments, "--data-directory", _data.Path, "--database", database], said, said, default);
        _said = said.ToString();
        return result;
    }
}
