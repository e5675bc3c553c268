using StreamBet.Core.Kernel;

namespace StreamBet.Core.People;

/// <summary>Changes people's display names.</summary>
public sealed class Naming(IUnitOfWorkFactory work, ReservedNames reserved, TimeProvider time)
{
    /// <summary>Renames a person.</summary>
    /// <exception cref="RefusedException">The name is invalid or reserved (422), or someone has one that looks like it
    /// (409).</exception>
    public async Task RenameAsync(Caller caller, string? name, CancellationToken cancellationToken)
    {
        var kept = reserved.Check(name, caller.Id);
        await using var unit = await work.BeginAsync(cancellationToken);
        if (!await unit.People.IsFreeAsync(kept, caller.Id, cancellationToken))
        {
            throw new RefusedException(
                RefusalKind.Conflict, "name_taken", $"\"{kept}\" is taken, or looks like a name that is. Choose another name.");
        }

        switch (await unit.People.FindAsync(caller.Id, cancellationToken))
        {
            case { ClosedAt: not null }:
                throw IPersonStore.Closed();
            case null:
                unit.People.Add(Person.Named(caller.Id, kept, time.GetUtcNow()));
                break;
            default:
                await unit.People.RenameAsync(caller.Id, kept, cancellationToken);
                break;
        }

        await unit.CommitAsync(cancellationToken);
    }
}
