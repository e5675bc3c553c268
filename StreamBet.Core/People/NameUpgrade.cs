using Microsoft.Extensions.Logging;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.People;

/// <summary>Makes the names that an earlier version of StreamBet gave differ from each other. The eldest of those that look alike
/// keeps its name; the others get a number. The markets' history keeps the names of before.</summary>
public sealed partial class NameUpgrade(IUnitOfWorkFactory work, ILogger<NameUpgrade> logger)
{
    /// <summary>Does it once, in one transaction; to be run before anyone can be named.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var earlier = await unit.People.OfEarlierNamesAsync(cancellationToken);
        if (earlier.Count == 0)
            return;

        // Before anyone is renamed, so that history has the names that people had then.
        await unit.People.NameHistoryAsync(cancellationToken);

        // Everyone whose name is free keeps it before any number is given, so that "Ada 2" does not lose it to a second Ada.
        var twins = new List<(string Id, string Name)>();
        foreach (var person in earlier)
        {
            var name = Cleaned(person);
            if (await unit.People.IsFreeAsync(name, person.Id, cancellationToken))
                await unit.People.RenameAsync(person.Id, name, cancellationToken);
            else
                twins.Add((person.Id, name));
        }

        await NumberAsync(unit, twins, cancellationToken);
        await unit.CommitAsync(cancellationToken);
        LogUpgraded(earlier.Count, twins.Count);
    }

    private static async Task NumberAsync(
        IUnitOfWork unit, IEnumerable<(string Id, string Name)> twins, CancellationToken cancellationToken)
    {
        // The numbers already given, so that thousands of one name do not try each other's.
        var given = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (id, wanted) in twins)
        {
            var look = Look.Of(wanted).Folded;
            (var name, given[look]) = await unit.People.NumberedNameAsync(
                wanted, given.GetValueOrDefault(look, 1) + 1, id, cancellationToken);
            await unit.People.RenameAsync(id, name, cancellationToken);
        }
    }

    // An invisible character in a name is a disguise; without it nothing may be left.
    private static string Cleaned(Person person) =>
        DisplayText.Visible(person.Name) is { Length: > 0 } visible ? visible : Names.FirstOf(person.Id);

    [LoggerMessage(160, LogLevel.Information, "{Count} names of an earlier version were compared; {Twins} of them got a number.")]
    private partial void LogUpgraded(int count, int twins);
}
