using StreamBet.Core.Kernel;

namespace StreamBet.Core.People;

/// <summary>People and their grants, within a unit of work.</summary>
public interface IPersonStore
{
    /// <summary>The person with this id, or null.</summary>
    Task<Person?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The person with this name, or one that looks the same; null if there is none.</summary>
    Task<Person?> FindByNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>Adds a person.</summary>
    void Add(Person person);

    /// <summary>Renames a person; at once, so that the next question counts it.</summary>
    Task RenameAsync(string id, string name, CancellationToken cancellationToken);

    /// <summary>Whether a name that looks so is kept for the server, its operator or an API key, and not for this
    /// person.</summary>
    bool IsReserved(Look look, string id);

    /// <summary>Whether the name of anyone but this person can be taken for one that looks so.</summary>
    Task<bool> IsTakenAsync(Look look, string id, CancellationToken cancellationToken);

    /// <summary>The people whose names an older version gave without seeing to it that they differ, eldest first.</summary>
    Task<IReadOnlyList<Person>> OfEarlierNamesAsync(CancellationToken cancellationToken);

    /// <summary>Gives the people in the markets' history their present names, where it has none.</summary>
    Task NameHistoryAsync(CancellationToken cancellationToken);

    /// <summary>Names by id, for known ids.</summary>
    Task<IReadOnlyDictionary<string, string>> NamesAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Adds a person if they are unknown, by their own name or, if that is taken, with a number after it.</summary>
    /// <exception cref="RefusedException">Their account was closed after they signed in (401).</exception>
    async Task IntroduceAsync(Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var person = await FindAsync(caller.Id, cancellationToken);
        if (person is { ClosedAt: not null })
            throw Closed();
        if (person is null)
            Add(Person.Named(caller.Id, await this.FreeNameAsync(caller.Name, caller.Id, cancellationToken), now));
    }

    /// <summary>The refusal of what a person asked for before their account was closed, and that is done after it.</summary>
    static RefusedException Closed() => new(RefusalKind.Unknown, "not_signed_in", "This account was closed.");

    /// <summary>Makes cookies invalid whose session is older than this and not stored.</summary>
    Task EndSessionsAsync(string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Closes a person's account: their name is gone, from the markets' history too, and their id signs in no more.</summary>
    /// <returns>Whether there is such a person with an account that was open.</returns>
    Task<bool> CloseAsync(string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The ids of the people whose account is closed.</summary>
    Task<IReadOnlyList<string>> ClosedAsync(CancellationToken cancellationToken);

    /// <summary>Adds a grant; it is counted immediately.</summary>
    Task AddAsync(Grant grant, CancellationToken cancellationToken);

    /// <summary>The grant of a person; null if they had none.</summary>
    Task<Grant?> FindGrantAsync(string personId, CancellationToken cancellationToken);

    /// <summary>How many grants an address received on a day.</summary>
    Task<int> CountGrantsAsync(string address, DateOnly day, CancellationToken cancellationToken);
}
