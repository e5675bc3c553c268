using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Ledger;

/// <summary>A person's credits: their first credits and their balance for staking.</summary>
public sealed class Wallet(IOptions<StreamBetOptions> options, TimeProvider time)
{
    /// <summary>Ensures that a person is known and has their first credits. Writes nothing if they are
    /// refused.</summary>
    /// <param name="unit">The unit of work.</param>
    /// <param name="caller">The person.</param>
    /// <param name="currency">The currency of the stake.</param>
    /// <param name="ensure">Throws if the stake is not possible with this balance.</param>
    /// <param name="cancellationToken">Cancels it before it begins.</param>
    /// <returns>The person's balance, in whole credits.</returns>
    /// <exception cref="RefusedException">A guest's network address has used up its grants for today (429).</exception>
    internal async Task<long> PrepareAsync(
        IUnitOfWork unit, Caller caller, Currency currency, Action<long> ensure, CancellationToken cancellationToken)
    {
        // The first credits create the account, so anyone with an account already has them.
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
                $"First credits are given {options.Value.GrantsPerAddress} times a day at each network address, and yours has had today's. "
                + "Come again tomorrow; until then you can stake in practice markets.");
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

    /// <summary>A person's balance, including the first credits that their first stake would bring.</summary>
    public async Task<long> BalanceAsync(
        IUnitOfWork unit, Caller caller, Currency currency, CancellationToken cancellationToken)
    {
        if (await unit.Ledger.FindBalanceAsync(AccountAddress.Person(caller.Id, currency), cancellationToken) is { } balance)
            return balance;
        return await MayBeGrantedAsync(unit, caller, currency, cancellationToken) ? Grant.Amount : 0;
    }

    // Deleting the cookie would yield new credits, so each address is limited to a few grants a day.
    private async Task<bool> MayBeGrantedAsync(
        IUnitOfWork unit, Caller caller, Currency currency, CancellationToken cancellationToken) =>
        !IsCounted(caller, currency)
        || await unit.People.CountGrantsAsync(caller.Address, Today, cancellationToken) < options.Value.GrantsPerAddress;

    private static bool IsCounted(Caller caller, Currency currency) => currency == Currency.Credits && caller.IsGuest;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
