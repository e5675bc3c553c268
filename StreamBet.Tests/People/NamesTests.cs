using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.People;

/// <summary>No two people have names that can be taken for each other, nor for the server or its operator.</summary>
public abstract class NamesTests(TestDatabase database) : DatabaseTest(database), IAsyncLifetime
{
    private Exchange _exchange = null!;

    public async Task InitializeAsync() => _exchange = await OpenAsync();

    public async Task DisposeAsync() => await _exchange.DisposeAsync();

    [Theory]
    [InlineData("Operator")]
    [InlineData("\u041Eperator")]
    [InlineData("0PERAT0R")]
    [InlineData("the  operator")]
    [InlineData("The server")]
    [InlineData("The h\u03BFuse")]
    [InlineData("House")]
    [InlineData("LocaI")]
    [InlineData("\uFF33treamBet")]
    [InlineData("\U0001D4D0dmin")]
    [InlineData("System")]
    public async Task A_name_that_can_be_taken_for_the_servers_is_reserved(string name) =>
        (await RefusalAsync("guest:1", name)).Should().Match<Refusal>(
            refusal => refusal.Code == "name" && refusal.Kind == RefusalKind.Unprocessable && refusal.Sentence.Contains("reserved"));

    [Fact]
    public async Task The_local_account_may_go_back_to_its_own_name()
    {
        await RenameAsync(Caller.LocalId, "Ada");
        await RenameAsync(Caller.LocalId, "Local");

        (await NamesAsync()).Should().Equal("Local");
    }

    [Theory]
    [InlineData("Ada")]
    [InlineData(" ADA ")]
    [InlineData("\u0410d\u0430")]
    public async Task A_name_that_looks_like_anothers_is_taken(string name)
    {
        await RenameAsync("guest:1", "Ada");

        (await RefusalAsync("guest:2", name)).Should().Match<Refusal>(
            refusal => refusal.Code == "name_taken" && refusal.Kind == RefusalKind.Conflict);
        (await NamesAsync()).Should().Equal("Ada");
    }

    [Fact]
    public async Task A_person_may_write_their_own_name_in_another_way_and_gives_the_old_one_free()
    {
        await RenameAsync("guest:1", "Ada");
        await RenameAsync("guest:1", "ADA");
        await RenameAsync("guest:1", "Grace");
        await RenameAsync("guest:2", "Ada");

        (await NamesAsync()).Should().Equal("Ada", "Grace");
    }

    [Fact]
    public async Task Of_many_who_want_a_name_at_once_one_gets_it()
    {
        var tries = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(async () =>
        {
            try
            {
                await RenameAsync($"guest:{number}", number % 2 == 0 ? "Paul" : "PauI");
                return null;
            }
            catch (RefusedException refused)
            {
                return refused.Refusal.Code;
            }
        })));

        tries.Where(code => code is null).Should().ContainSingle();
        tries.Where(code => code is not null).Should().OnlyContain(code => code == "name_taken");
        (await NamesAsync()).Should().ContainSingle();
    }

    [Theory]
    [InlineData(nameof(Person.WrittenLook), "paul", "x")]
    [InlineData(nameof(Person.FoldedLook), "x", "paul")]
    public async Task The_database_itself_holds_no_two_names_of_one_look(string what, string written, string folded)
    {
        await RenameAsync("guest:1", "Paul");

        var second = () => _exchange.ReadAsync(db => db.Database.ExecuteSqlAsync(
            $"INSERT INTO people (Id, Name, CreatedAt, WrittenLook, FoldedLook) VALUES ('guest:2', 'Paul', 0, {written}, {folded})"));

        (await second.Should().ThrowAsync<System.Data.Common.DbException>()).Which.Message.Should().ContainEquivalentOf(what);
    }

    [Fact]
    public async Task A_guest_whose_number_is_taken_gets_a_name_of_their_own()
    {
        await RenameAsync("guest:somebody", "Guest 41E7");
        await RenameAsync("guest:another", "guest 4IE7 2");

        await IntroduceAsync(new Caller("guest:41e7aa", "Guest 41E7", Role.Guest, "1"));

        (await NamesAsync()).Should().Equal("Guest 41E7", "Guest 41E7 3", "guest 4IE7 2");
    }

    [Fact]
    public async Task A_key_named_like_the_operator_is_not_taken_for_them()
    {
        await IntroduceAsync(new Caller("key:Operator", "Operator", Role.Viewer, "1"));
        await IntroduceAsync(new Caller(Caller.OperatorId, "Operator", Role.Operator, "1"));

        (await NamesAsync()).Should().Equal("Operator", "Operator 2");
    }

    [Fact]
    public async Task A_number_fits_into_the_length_of_a_name()
    {
        var longest = string.Concat(Enumerable.Repeat("\U0001F600", Person.MaxNameLength / 2));
        await RenameAsync("guest:1", longest);

        await IntroduceAsync(new Caller("key:a", longest, Role.Viewer, "1"));

        var name = (await NamesAsync()).Single(name => name != longest);
        name.Should().Be(longest[..^2] + " 2");
        name.Length.Should().BeLessThanOrEqualTo(Person.MaxNameLength);
    }

    private Task RenameAsync(string id, string name) =>
        _exchange.Get<Naming>().RenameAsync(new Caller(id, id, Role.Guest, "1"), name, default);

    private async Task<Refusal> RefusalAsync(string id, string name) =>
        (await FluentActions.Awaiting(() => RenameAsync(id, name)).Should().ThrowAsync<RefusedException>()).Which.Refusal;

    private async Task IntroduceAsync(Caller caller)
    {
        await using var unit = await _exchange.Work.BeginAsync(default);
        await unit.People.IntroduceAsync(caller, DateTimeOffset.UnixEpoch, default);
        await unit.CommitAsync(default);
    }

    private Task<List<string>> NamesAsync() => _exchange.ReadAsync(
        db => db.Set<Person>().Select(person => person.Name).OrderBy(name => name).ToListAsync());
}

public sealed class NamesOnSqliteTests() : NamesTests(TestDatabase.Sqlite);

public sealed class NamesOnPostgresTests() : NamesTests(TestDatabase.Postgres);
