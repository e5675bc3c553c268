using Microsoft.Extensions.Logging;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.People.Keys;

namespace StreamBet.Core.Markets;

/// <summary>Names and removes the moderators of a host.</summary>
public sealed partial class Moderation(
    IUnitOfWorkFactory work, Operators operators, TimeProvider time, ILogger<Moderation> logger)
{
    /// <summary>The most moderators of one host.</summary>
    public const int MaxModerators = 20;

    /// <summary>The host's moderators, in the order in which they were named.</summary>
    public async Task<IReadOnlyList<NamedModerator>> ListAsync(Caller host, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var ids = await unit.Markets.ModeratorsOfAsync(host.Id, cancellationToken);
        var names = await unit.People.NamesAsync(ids, cancellationToken);
        return [.. ids.Select(id => new NamedModerator(id, names[id]))];
    }

    /// <summary>Names a moderator, for the host's markets that no clip was ever sent for and those to come. The others keep the
    /// moderators that they have: nobody can be kept from deciding in a market under way.</summary>
    /// <param name="name">The name of a person who is known here.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellationToken">Cancels it before it is committed.</param>
    /// <exception cref="RefusedException">Nobody has this name (404), they hold a stake in one of the host's markets, they are
    /// a moderator already or there are too many (409), or it is the host's own or an operator's (422).</exception>
    public async Task NameAsync(string? name, Caller host, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        if (await unit.People.FindByNameAsync((name ?? "").Trim(), cancellationToken) is not { } person)
        {
            throw new RefusedException(
                RefusalKind.NotFound, "person_not_found",
                "Nobody here has that name. Ask them for the exact name in their account; a guest who has done nothing here yet chooses one"
                    + " there first.");
        }

        if (person.Id == host.Id)
            throw new RefusedException(RefusalKind.Unprocessable, "moderator", "You run your own markets already.");
        if (operators.Has(person.Id) || await unit.Keys.HasOperatorAsync(person.Id, cancellationToken))
        {
            throw new RefusedException(
                RefusalKind.Unprocessable, "moderator",
                $"{person.Name} runs this server and decides in reviews, so they can't be a moderator. Name somebody else.");
        }

        var moderators = await unit.Markets.ModeratorsOfAsync(host.Id, cancellationToken);
        if (moderators.Contains(person.Id))
            throw new RefusedException(RefusalKind.Conflict, "moderator_named", $"{person.Name} is your moderator already.");
        if (moderators.Count >= MaxModerators)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "too_many_moderators",
                $"You have {MaxModerators} moderators, which is the limit. Remove one first.");
        }

        var markets = (await unit.Markets.ActiveOfAsync(host.Id, cancellationToken)).Where(market => market.TakesModerators).ToList();
        foreach (var market in markets)
        {
            market.EnsurePoolShown(time.GetUtcNow());
            if ((await unit.Markets.StakesInAsync(market.Id, person.Id, cancellationToken)).Count > 0)
            {
                throw new RefusedException(
                    RefusalKind.Conflict, "moderator_has_stake",
                    $"{person.Name} holds a stake in your market {market.Id}. Name them once it has ended.");
            }
        }

        await unit.People.IntroduceAsync(host, time.GetUtcNow(), cancellationToken);
        unit.Markets.Add(new Moderator { HostId = host.Id, PersonId = person.Id, NamedAt = time.GetUtcNow() });
        foreach (var market in markets)
        {
            market.SetModerators(
                [.. market.ModeratorIds, person.Id], host.Id, $"Named {person.Name} a moderator.", time.GetUtcNow());
        }

        await unit.CommitAsync(cancellationToken);
        LogNamed(person.Id, host.Id);
    }

    /// <summary>Removes a moderator, from the host's active markets too.</summary>
    /// <exception cref="RefusedException">This person is no moderator of theirs (404).</exception>
    public async Task RemoveAsync(string personId, Caller host, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        if (!(await unit.Markets.ModeratorsOfAsync(host.Id, cancellationToken)).Contains(personId))
        {
            throw new RefusedException(
                RefusalKind.NotFound, "person_not_found", "This person is not your moderator. Look at the list of your moderators again.");
        }

        await unit.People.IntroduceAsync(host, time.GetUtcNow(), cancellationToken);
        var names = await unit.People.NamesAsync([personId], cancellationToken);
        await unit.Markets.RemoveModeratorAsync(host.Id, personId, cancellationToken);
        foreach (var market in await unit.Markets.ActiveOfAsync(host.Id, cancellationToken))
        {
            if (market.ModeratorIds.Contains(personId))
            {
                market.SetModerators(
                    [.. market.ModeratorIds.Where(id => id != personId)], host.Id,
                    $"Removed {names.GetValueOrDefault(personId) ?? "a moderator"} as a moderator.", time.GetUtcNow());
            }
        }

        await unit.CommitAsync(cancellationToken);
        LogRemoved(personId, host.Id);
    }

    [LoggerMessage(244, LogLevel.Information, "{PersonId} is now a moderator of {HostId}.")]
    private partial void LogNamed(string personId, string hostId);

    [LoggerMessage(245, LogLevel.Information, "{PersonId} is no longer a moderator of {HostId}.")]
    private partial void LogRemoved(string personId, string hostId);
}

/// <summary>A moderator with their name.</summary>
/// <param name="Id">The person's id.</param>
/// <param name="Name">The name that others see.</param>
public sealed record NamedModerator(string Id, string Name);
