using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Persistence;

internal sealed class PersonStore(StreamBetDb db, Statements sql, ReservedNames reserved) : IPersonStore
{
    // Also finds a person just added through this unit of work.
    public async Task<Person?> FindAsync(string id, CancellationToken cancellationToken) =>
        await db.People.FindAsync([id], cancellationToken);

    public Task<Person?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        var look = Look.Of(name).Written;
        return db.People.FirstOrDefaultAsync(person => person.WrittenLook == look, cancellationToken);
    }

    public void Add(Person person) => db.People.Add(person);

    public Task RenameAsync(string id, string name, CancellationToken cancellationToken)
    {
        var look = Look.Of(name);
        db.Touch(id);
        return sql.RunAsync(
            "UPDATE people SET Name = @name, WrittenLook = @written, FoldedLook = @folded WHERE Id = @id", cancellationToken,
            new("@name", name), new("@written", look.Written), new("@folded", look.Folded), new("@id", id));
    }

    public bool IsReserved(Look look, string id) => reserved.Has(look, id);

    public async Task<bool> IsTakenAsync(Look look, string id, CancellationToken cancellationToken) =>
        await sql.NumberAsync(
            "SELECT 1 FROM people WHERE (WrittenLook = @written OR FoldedLook = @folded) AND Id <> @id LIMIT 1", cancellationToken,
            new("@written", look.Written), new("@folded", look.Folded), new("@id", id)) is not null;

    public async Task<IReadOnlyList<Person>> OfEarlierNamesAsync(CancellationToken cancellationToken) =>
        await db.People.AsNoTracking().Where(person => person.WrittenLook == null && person.ClosedAt == null)
            .OrderBy(person => person.CreatedAt).ThenBy(person => person.Id).ToListAsync(cancellationToken);

    public Task NameHistoryAsync(CancellationToken cancellationToken) => sql.RunAsync(
        "UPDATE market_audit SET Name = (SELECT Name FROM people WHERE Id = Who) WHERE Name IS NULL", cancellationToken);

    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        await db.People.Where(person => ids.Contains(person.Id))
            .ToDictionaryAsync(person => person.Id, person => person.Name, cancellationToken);

    public Task EndSessionsAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) => sql.RunAsync(
        "UPDATE people SET SessionsFrom = @now WHERE Id = @id", cancellationToken, new("@now", now.UtcTicks), new("@id", id));

    public async Task<bool> CloseAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        db.Touch(id);
        if (await sql.RunAsync(
            """
            UPDATE people SET Name = @name, WrittenLook = NULL, FoldedLook = NULL, ClosedAt = @now, SessionsFrom = @now
            WHERE Id = @id AND ClosedAt IS NULL
            """,
            cancellationToken, new("@name", Person.ClosedName), new("@now", now.UtcTicks), new("@id", id)) == 0)
        {
            return false;
        }

        await sql.RunAsync(
            "UPDATE market_audit SET Name = @name WHERE Who = @id", cancellationToken,
            new("@name", Person.ClosedName), new("@id", id));
        return true;
    }

    public async Task<IReadOnlyList<string>> ClosedAsync(CancellationToken cancellationToken) =>
        await db.People.Where(person => person.ClosedAt != null).Select(person => person.Id).ToListAsync(cancellationToken);

    public Task AddAsync(Grant grant, CancellationToken cancellationToken)
    {
        db.Grants.Add(grant);
        return db.SaveChangesAsync(cancellationToken);
    }

    public Task<Grant?> FindGrantAsync(string personId, CancellationToken cancellationToken) =>
        db.Grants.AsNoTracking().SingleOrDefaultAsync(grant => grant.PersonId == personId, cancellationToken);

    public Task<int> CountGrantsAsync(string address, DateOnly day, CancellationToken cancellationToken) =>
        db.Grants.CountAsync(grant => grant.Address == address && grant.Day == day, cancellationToken);
}
