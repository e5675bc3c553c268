using Microsoft.EntityFrameworkCore;
using StreamBet.Core.People;

namespace StreamBet.Core.Persistence;

internal sealed class PersonStore(StreamBetDb db) : IPersonStore
{
    // Also finds a person just added through this unit of work.
    public async Task<Person?> FindAsync(string id, CancellationToken cancellationToken) =>
        await db.People.FindAsync([id], cancellationToken);

    public void Add(Person person) => db.People.Add(person);

    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        await db.People.Where(person => ids.Contains(person.Id))
            .ToDictionaryAsync(person => person.Id, person => person.Name, cancellationToken);

    public Task AddAsync(Grant grant, CancellationToken cancellationToken)
    {
        db.Grants.Add(grant);
        return db.SaveChangesAsync(cancellationToken);
    }

    public Task<int> CountGrantsAsync(string address, DateOnly day, CancellationToken cancellationToken) =>
        db.Grants.CountAsync(grant => grant.Address == address && grant.Day == day, cancellationToken);
}
