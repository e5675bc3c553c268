using Microsoft.Extensions.Logging;
using StreamBet.Core.Access;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets.Answers;
using StreamBet.Core.People;
using StreamBet.Core.People.Keys;
using StreamBet.Core.People.Sessions;

namespace StreamBet.Core.Markets.Accounts;

/// <summary>Closes accounts. Receipts, stakes and what the clips of the account decided stay; the person's name, credits and pictures
/// go.</summary>
public sealed partial class AccountClosing(
    IUnitOfWorkFactory work,
    MarketService markets,
    ClipDeletion clips,
    SessionKeeper sessions,
    KeyRing keys,
    TimeProvider time,
    ILogger<AccountClosing> logger)
{
    /// <summary>Closes the caller's account. Stakes in undecided markets stay, so that nobody gets out of a bet by it; what they pay
    /// goes to the house. Markets that the person hosts are void if their host may void them, and otherwise go on.</summary>
    /// <exception cref="RefusedException">The caller is no guest or came with a key (403), or a clip of theirs is being uploaded or
    /// analysed (409).</exception>
    public async Task CloseAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (!AccountAccess.MayClose(caller))
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "not_closable",
                "Only a guest can close their account, on the account page of their browser. Keys can't, and other accounts belong to the server and its settings.");
        }

        // Introduced, so that the id of a guest who did nothing signs in no more either.
        await using (var unit = await work.BeginAsync(cancellationToken))
        {
            await EnsureNothingRunsAsync(unit, caller.Id, cancellationToken);
            await unit.People.IntroduceAsync(caller, time.GetUtcNow(), cancellationToken);
            await unit.CommitAsync(cancellationToken);
        }

        // Not cancelled from here on: each step can be done again, and the last one closes.
        await VoidMarketsAsync(caller);
        await CloseAsync(caller.Id);
        keys.Forget();
        await sessions.EndAllAsync(caller.Id, null, CancellationToken.None);
        LogClosed(caller.Id);
        await ForgetClipsAsync(caller.Id);
    }

    /// <summary>Does what could not be done when accounts were closed: moves what their stakes have paid since to the house, and
    /// deletes the pictures that people needed then.</summary>
    public async Task FollowUpAsync(CancellationToken cancellationToken)
    {
        var owing = new List<string>();
        IReadOnlyList<KeptJob> kept;
        await using (var reading = await work.ReadAsync(cancellationToken))
        {
            kept = await reading.Jobs.KeptOfClosedAsync(cancellationToken);
            foreach (var personId in await reading.People.ClosedAsync(cancellationToken))
            {
                foreach (var currency in Enum.GetValues<Currency>())
                {
                    if (await reading.Ledger.FindBalanceAsync(AccountAddress.Person(personId, currency), cancellationToken) > 0)
                        owing.Add(personId);
                }
            }
        }

        foreach (var personId in owing.Distinct())
        {
            await using var unit = await work.BeginAsync(cancellationToken);
            await EmptyAsync(unit, personId, cancellationToken);
            await unit.CommitAsync(cancellationToken);
        }

        await ForgetAsync(kept, cancellationToken);
    }

    private static async Task EnsureNothingRunsAsync(IUnitOfWork unit, string personId, CancellationToken cancellationToken)
    {
        if (await unit.Jobs.CountUnfinishedAsync(personId, cancellationToken) > 0)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "job_not_ended",
                "A clip of yours is being uploaded or analysed. Wait until that ends, or cancel it, then close your account.");
        }
    }

    private async Task ForgetClipsAsync(string personId)
    {
        IReadOnlyList<KeptJob> kept;
        await using (var reading = await work.ReadAsync(CancellationToken.None))
            kept = await reading.Jobs.KeptOfClosedAsync(CancellationToken.None);
        await ForgetAsync([.. kept.Where(job => job.OwnerId == personId)], CancellationToken.None);
    }

    private async Task VoidMarketsAsync(Caller caller)
    {
        IReadOnlyList<Market> hosted;
        await using (var reading = await work.ReadAsync(CancellationToken.None))
            hosted = await reading.Markets.ActiveOfAsync(caller.Id, CancellationToken.None);
        foreach (var market in hosted)
        {
            try
            {
                await markets.VoidAsync(market.Id, "Its host closed their account.", caller, CancellationToken.None);
            }
            catch (RefusedException)
            {
                // Its clip is here or it is in review: it ends as it would without its host, at the latest by the clock.
            }
        }
    }

    private async Task CloseAsync(string personId)
    {
        await using var unit = await work.BeginAsync(CancellationToken.None);
        var now = time.GetUtcNow();

        // A clip may have come since the markets began to be void. From here on none can come.
        await EnsureNothingRunsAsync(unit, personId, CancellationToken.None);
        if (!await unit.People.CloseAsync(personId, now, CancellationToken.None))
            return;
        await EmptyAsync(unit, personId, CancellationToken.None);
        await unit.Markets.RemoveModeratorsAsync(personId, CancellationToken.None);
        await unit.Answers.DropAsync(personId, CancellationToken.None);
        await unit.Keys.RevokeAllAsync(personId, now, CancellationToken.None);
        await unit.Sessions.RevokeAllAsync(personId, null, now, CancellationToken.None);
        await unit.Sessions.DropCodeAsync(personId, CancellationToken.None);
        await unit.Pictures.DropUnnamedAsync(personId, CancellationToken.None);
        await unit.CommitAsync(CancellationToken.None);
    }

    private async Task EmptyAsync(IUnitOfWork unit, string personId, CancellationToken cancellationToken)
    {
        foreach (var currency in Enum.GetValues<Currency>())
        {
            var account = AccountAddress.Person(personId, currency);
            if (await unit.Ledger.FindBalanceAsync(account, cancellationToken) is not (> 0 and var balance))
                continue;
            var now = time.GetUtcNow();
            await unit.Ledger.PostAsync(
                LedgerTransaction.Move(
                    FormattableString.Invariant($"close/{personId}/{currency}/{now.UtcTicks}"), account,
                    AccountAddress.Person(Caller.HouseId, currency), balance, now),
                cancellationToken);
        }
    }

    private async Task ForgetAsync(IReadOnlyList<KeptJob> kept, CancellationToken cancellationToken)
    {
        foreach (var job in kept)
        {
            try
            {
                await clips.DeleteAsync(job.Id, new Caller(job.OwnerId, Person.ClosedName, Role.Guest, ""), cancellationToken);
            }
            catch (RefusedException)
            {
                // People still decide by its pictures; they go later.
            }
        }
    }

    [LoggerMessage(246, LogLevel.Information, "The account {PersonId} was closed.")]
    private partial void LogClosed(string personId);
}
