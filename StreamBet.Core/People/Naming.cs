using StreamBet.Core.Kernel;

namespace StreamBet.Core.People;

/// <summary>Changes people's display names.</summary>
public sealed class Naming(IUnitOfWorkFactory work, TimeProvider time)
{
    /// <summary>Renames a person.</summary>
    /// <exception cref="RefusedException">The name is invalid; see <see cref="Person.CheckName"/> (422).</exception>
    public async Task RenameAsync(Caller caller, string? name, CancellationToken cancellationToken)
    {
        var kept = Person.CheckName(name);
        await using var unit = await work.BeginAsync(cancellationToken);
        if (await unit.People.FindAsync(caller.Id, cancellationToken) is { } person)
            person.Name = kept;
        else
            unit.People.Add(new Person { Id = caller.Id, Name = kept, CreatedAt = time.GetUtcNow() });
        await unit.CommitAsync(cancellationToken);
    }
}
