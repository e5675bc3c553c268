namespace StreamBet.Core.People;

/// <summary>People and their grants, within a unit of work.</summary>
public interface IPersonStore
{
    /// <summary>The person with this id, or null.</summary>
    Task<Person?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Adds a person.</summary>
    void Add(Person person);

    /// <summary>Names by id, for known ids.</summary>
    Task<IReadOnlyDictionary<string, string>> NamesAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Adds a person if they are unknown.</summary>
    async Task IntroduceAsync(Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller.Id, cancellationToken) is null)
            Add(new Person { Id = caller.Id, Name = caller.Name, CreatedAt = now });
    }

    /// <summary>Adds a grant; it is counted immediately.</summary>
    Task AddAsync(Grant grant, CancellationToken cancellationToken);

    /// <summary>How many grants an address received on a day.</summary>
    Task<int> CountGrantsAsync(string address, DateOnly day, CancellationToken cancellationToken);
}
