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
        await work.People.IntroduceAsync(caller, time.GetUtcNow(), cancellationToken);
        var key = $"grant/{caller.Id}/{unit}";
        if (await work.Ledger.IsPostedAsync(key, cancellationToken))
            return;
        if (!await MayBeGrantedAsync(work, caller, unit, cancellationToken))
        {
            throw new RefusedException(
                RefusalKind.TooMany, "grants_used_up",
                $"{Grant.MostPerAddressAndDay} people got their first credits from your network address today; no more "
                + "are given until tomorrow. Practice markets stay open to you.");
        }

        if (IsCounted(caller, unit))
            work.People.Add(new Grant { PersonId = caller.Id, Address = caller.Address, Day = Today });
        await work.Ledger.PostAsync(
            LedgerTransaction.Move(
                key, AccountAddress.Issuance(unit), AccountAddress.Person(caller.Id, unit), Grant.Amount,
                time.GetUtcNow()),
            cancellationToken);
    }

    /// <summary>What a person holds, counting the credits that the first stake brings.</summary>
    public async Task<long> BalanceAsync(
        IUnitOfWork work, Caller caller, Unit unit, CancellationToken cancellationToken)
    {
        if (await work.Ledger.IsPostedAsync($"grant/{caller.Id}/{unit}", cancellationToken))
            return await work.Ledger.BalanceAsync(AccountAddress.Person(caller.Id, unit), cancellationToken);
        return await MayBeGrantedAsync(work, caller, unit, cancellationToken) ? Grant.Amount : 0;
    }

    // Whoever throws their cookie away gets new credits, so an address gets them a few times a day only.
    private async Task<bool> MayBeGrantedAsync(
        IUnitOfWork work, Caller caller, Unit unit, CancellationToken cancellationToken) =>
        !IsCounted(caller, unit)
        || await work.People.CountGrantsAsync(caller.Address, Today, cancellationToken) < Grant.MostPerAddressAndDay;

    private static bool IsCounted(Caller caller, Unit unit) => unit == Unit.Credits && caller.Role == Role.Guest;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
