using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Ledger;

/// <summary>A person's credits: the first ones they get, and the stakes they pay with them.</summary>
public sealed class Wallet(TimeProvider time)
{
    /// <summary>Makes sure that a person is known and has got the credits to begin with. Nothing is written for one who is
    /// refused.</summary>
    /// <param name="unit">The unit of work.</param>
    /// <param name="caller">The person.</param>
    /// <param name="currency">The currency they stake in.</param>
    /// <param name="ensure">Refuses what they want, by what they hold or will hold.</param>
    /// <param name="cancellationToken">Ends it before it begins.</param>
    /// <returns>What they hold, in whole credits.</returns>
    /// <exception cref="RefusedException">The address of a guest has had its grants of the day (429).</exception>
    internal async Task<long> PrepareAsync(
        IUnitOfWork unit, Caller caller, Currency currency, Action<long> ensure, CancellationToken cancellationToken)
    {
        // The first credits are what makes the account, so that whoever has one has got them.
        var account = AccountAddress.Person(caller.Id, currency);
        if (await unit.Ledger.FindBalanceAsync(account, cancellationToken) is { } balance)
        {
            ensure(balance);
            return balance;
        }

        if (!await MayBeGrantedAsync(unit, caller, currency, cancellationToken))
        {
            throw new RefusedException(
                RefusalKind.TooMany, "grants_used_up",
                $"{Grant.MaxPerAddressAndDay} people at your network address got their first credits today, which is the limit "
                + "until tomorrow. You can still stake in practice markets.");
        }

        ensure(Grant.Amount);
        await unit.People.IntroduceAsync(caller, time.GetUtcNow(), cancellationToken);
        if (IsCounted(caller, currency))
        {
            await unit.People.AddAsync(
                new Grant { PersonId = caller.Id, Address = caller.Address, Day = Today }, cancellationToken);
        }

        await unit.Ledger.PostAsync(
            LedgerTransaction.Move(
                $"grant/{caller.Id}/{currency}", AccountAddress.Issuance(currency), account, Grant.Amount, time.GetUtcNow()),
            cancellationToken);
        return Grant.Amount;
    }

    /// <summary>What a person holds, counting the credits that the first stake brings.</summary>
    public async Task<long> BalanceAsync(
        IUnitOfWork unit, Caller caller, Currency currency, CancellationToken cancellationToken)
    {
        if (await unit.Ledger.FindBalanceAsync(AccountAddress.Person(caller.Id, currency), cancellationToken) is { } balance)
            return balance;
        return await MayBeGrantedAsync(unit, caller, currency, cancellationToken) ? Grant.Amount : 0;
    }

    // Whoever throws their cookie away gets new credits, so an address gets them a few times a day only.
    private async Task<bool> MayBeGrantedAsync(
        IUnitOfWork unit, Caller caller, Currency currency, CancellationToken cancellationToken) =>
        !IsCounted(caller, currency)
        || await unit.People.CountGrantsAsync(caller.Address, Today, cancellationToken) < Grant.MaxPerAddressAndDay;

    private static bool IsCounted(Caller caller, Currency currency) => currency == Currency.Credits && caller.Role == Role.Guest;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
