using StreamBet.Core.People;

namespace StreamBet.Core.Markets;

/// <summary>A person's credits: the first ones they get, and the stakes they pay with them.</summary>
public sealed class Wallet(TimeProvider time)
{
    /// <summary>Makes sure that a person is known and has got the credits to begin with.</summary>
    /// <exception cref="RefusedException">The address of a guest has had its grants of the day (429).</exception>
    internal async Task PrepareAsync(
        IUnitOfWork work, Caller caller, Unit unit, CancellationToken cancellationToken)
    {
        await IntroduceAsync(work, caller, cancellationToken);
        var key = $"grant/{caller.Id}/{unit}";
        if (await work.Ledger.IsPostedAsync(key, cancellationToken))
            return;
        if (unit == Unit.Credits && caller.Role == Role.Guest)
            await CountGrantAsync(work, caller, cancellationToken);
        await work.Ledger.PostAsync(
            LedgerTransaction.Move(
                key, AccountAddress.Issuance(unit), AccountAddress.Person(caller.Id, unit), Grant.Amount,
                time.GetUtcNow()),
            cancellationToken);
    }

    /// <summary>Makes sure that a person is known.</summary>
    internal async Task IntroduceAsync(IUnitOfWork work, Caller caller, CancellationToken cancellationToken)
    {
        if (await work.People.FindAsync(caller.Id, cancellationToken) is null)
            work.People.Add(new Person { Id = caller.Id, Name = caller.Name, CreatedAt = time.GetUtcNow() });
    }

    /// <summary>What a person holds, counting the credits that the first stake brings.</summary>
    public static async Task<long> BalanceAsync(
        IUnitOfWork work, Caller caller, Unit unit, CancellationToken cancellationToken) =>
        await work.Ledger.IsPostedAsync($"grant/{caller.Id}/{unit}", cancellationToken)
            ? await work.Ledger.BalanceAsync(AccountAddress.Person(caller.Id, unit), cancellationToken)
            : Grant.Amount;

    // Whoever throws their cookie away gets new credits, so an address gets them a few times a day only.
    private async Task CountGrantAsync(IUnitOfWork work, Caller caller, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (await work.People.CountGrantsAsync(caller.Address, today, cancellationToken)
            >= Grant.MostPerAddressAndDay)
        {
            throw new RefusedException(
                RefusalKind.TooMany, "grants_used_up",
                $"{Grant.MostPerAddressAndDay} people got their first credits from your network address today; no more "
                + "are given until tomorrow. Practice markets stay open to you.");
        }

        work.People.Add(new Grant { PersonId = caller.Id, Address = caller.Address, Day = today });
    }
}
