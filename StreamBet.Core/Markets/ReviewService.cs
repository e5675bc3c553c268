using Microsoft.Extensions.Logging;
using StreamBet.Core.Access;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ContactSheets;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>How somebody says that a market should end.</summary>
/// <param name="Outcome">YES or NO; null for void.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="Second">The time in the clip that shows a YES; null for the others.</param>
public sealed record Ending(Outcome? Outcome, string? Reason, TimeSpan? Second)
{
    /// <summary>The time that shows a YES; null for the others, which no single moment shows.</summary>
    internal TimeSpan? SecondOfYes => Outcome == Rule.Outcome.Yes ? Second : null;
}

/// <summary>Takes what people say in reviews: proposals, objections, challenges, comments and rulings.</summary>
public sealed partial class ReviewService(
    IUnitOfWorkFactory work, MarketSettlement settlement, ContactSheetKeeper sheets, TimeProvider time,
    ILogger<ReviewService> logger)
{
    private static readonly TimeSpan MaxFrameDistance = TimeSpan.FromSeconds(1);

    /// <summary>Proposes how a market that its clip did not decide should end.</summary>
    /// <param name="marketId">The market.</param>
    /// <param name="ending">The proposal.</param>
    /// <param name="caller">The market's host or one of its moderators.</param>
    /// <param name="cancellationToken">Cancels it before it is committed.</param>
    /// <exception cref="RefusedException">There is no such market (404), this person may not propose (403), it waits for no
    /// proposal (409), or a part is invalid (422).</exception>
    public async Task<Market> ProposeAsync(
        long marketId, Ending ending, Caller caller, CancellationToken cancellationToken)
    {
        var reason = MarketService.CheckReason(ending.Reason);
        var frame = await FindFrameAsync(marketId, ending.SecondOfYes, cancellationToken);
        await using var unit = await work.BeginAsync(cancellationToken);
        var (market, job) = await FindAsync(unit, marketId, caller, cancellationToken);
        EnsureHost(market, caller, "propose how it should end");
        if (market is { IsActive: true, Review.WhyOnlyOperator: { } why })
            throw new RefusedException(RefusalKind.Forbidden, "only_operator", $"{why} An operator decides it.");
        market.AddProposal(new Proposal(
            caller.Id, time.GetUtcNow(), ending.Outcome, reason, ending.SecondOfYes, frame?.Sha256));
        EnsureSecond(ending, job);
        await unit.CommitAsync(cancellationToken);
        LogStep(marketId, "proposal", caller.Id);
        return market;
    }

    /// <summary>Objects to a proposal, or challenges a clip's verdict, with a bond.</summary>
    /// <param name="marketId">The market.</param>
    /// <param name="reason">Why, in their words.</param>
    /// <param name="second">The time in the clip that it points to; null if it points to none.</param>
    /// <param name="caller">Somebody who holds a stake that they would lose.</param>
    /// <param name="cancellationToken">Cancels it before it is committed.</param>
    /// <exception cref="RefusedException">There is no such market (404), this person would lose nothing (403), there is nothing
    /// to object to, the time for it is over, they objected before, or can't pay the bond (409), or a part is invalid
    /// (422).</exception>
    public async Task<Market> ObjectAsync(
        long marketId, string? reason, TimeSpan? second, Caller caller, CancellationToken cancellationToken)
    {
        var kept = MarketService.CheckReason(reason);
        await using var unit = await work.BeginAsync(cancellationToken);
        var (market, job) = await FindAsync(unit, marketId, caller, cancellationToken);
        var stakes = await unit.Markets.StakesInAsync(marketId, caller.Id, cancellationToken);
        var objection = new Objection(
            caller.Id, time.GetUtcNow(), kept, second, Review.BondOf(stakes.Sum(stake => stake.Amount)));

        // The market's own refusals come first: they say more than what this person lacks.
        var facts = market.FactsOfObjection(caller.Id, stakes, objection.At);
        market.AddObjection(objection);
        if (!ReviewAccess.MayObject(facts))
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "nothing_to_lose",
                stakes.Count == 0
                    ? "Only people who hold a stake in this market can object."
                    : "Your stake is on the side that would win, so you have nothing to object to.");
        }

        EnsureInClip(second, job);
        await LayDownAsync(unit, market, objection, cancellationToken);
        unit.Markets.Tell(caller.Id);
        await unit.CommitAsync(cancellationToken);
        LogStep(marketId, "objection", caller.Id);
        return market;
    }

    /// <summary>Says what the host thinks of a challenge.</summary>
    /// <exception cref="RefusedException">There is no such market (404), this person is not its host (403), its verdict was not
    /// challenged or has a comment (409), or the text is empty or too long (422).</exception>
    public async Task<Market> CommentAsync(long marketId, string? text, Caller caller, CancellationToken cancellationToken)
    {
        var kept = MarketService.CheckReason(text);
        await using var unit = await work.BeginAsync(cancellationToken);
        var (market, _) = await FindAsync(unit, marketId, caller, cancellationToken);
        EnsureHost(market, caller, "comment on a challenge");
        market.AddComment(new HostComment(caller.Id, time.GetUtcNow(), kept));
        await unit.CommitAsync(cancellationToken);
        LogStep(marketId, "comment", caller.Id);
        return market;
    }

    /// <summary>Decides a market in review and ends it.</summary>
    /// <exception cref="RefusedException">There is no such market (404), this person is no operator or has to do with the market
    /// (403), it does not wait for an operator (409), or a part is invalid (422).</exception>
    public async Task<Market> RuleAsync(long marketId, Ending ending, Caller caller, CancellationToken cancellationToken)
    {
        var reason = MarketService.CheckReason(ending.Reason);
        await using var unit = await work.BeginAsync(cancellationToken);
        var (market, job) = await FindAsync(unit, marketId, caller, cancellationToken);
        if (WhyNotRule(caller, await FactsAsync(unit, market, job, caller, cancellationToken)) is { } why)
            throw new RefusedException(RefusalKind.Forbidden, "may_not_rule", why);
        market.AddRuling(new Ruling(caller.Id, time.GetUtcNow(), ending.Outcome, reason, ending.SecondOfYes));
        EnsureSecond(ending, job);
        await settlement.EndAsync(
            unit, market, ending.Outcome, DecidedBy.Operator, caller.Id,
            $"An operator decided {ending.Outcome.ToWord()}{Market.At(ending.SecondOfYes)}: \"{reason}\"", cancellationToken);
        await unit.CommitAsync(cancellationToken);
        LogStep(marketId, "ruling", caller.Id);
        return market;
    }

    /// <summary>The facts that decide whether this person may end a market.</summary>
    public static async Task<ReviewFacts> FactsAsync(
        IUnitOfWork unit, Market market, AnalysisJob? job, Caller caller, CancellationToken cancellationToken) => new(
            market.Facts, job?.OwnerId, market.Review?.IsPartyTo(caller.Id) == true,
            (await unit.Markets.StakesInAsync(market.Id, caller.Id, cancellationToken)).Count > 0);

    /// <summary>Whether this person may object in a market now.</summary>
    public static async Task<bool> MayObjectAsync(
        IUnitOfWork unit, Market market, Caller caller, DateTimeOffset now, CancellationToken cancellationToken) =>
        ReviewAccess.MayObject(market.FactsOfObjection(
            caller.Id, await unit.Markets.StakesInAsync(market.Id, caller.Id, cancellationToken), now));

    /// <summary>Why this person may not rule, as a sentence; null if they may.</summary>
    public static string? WhyNotRule(Caller caller, ReviewFacts facts) => ReviewAccess.MayRule(caller, facts) ? null
        : !caller.IsOperator ? "Only an operator decides in a review."
        : facts.HasStake ? "You hold a stake in this market, so another operator has to decide it."
        : "You host or moderate this market, sent its clip, or took sides, so another operator has to decide it.";

    // Who says something is introduced first, so that history names them by a name that is theirs alone.
    private async Task<(Market Market, AnalysisJob? Job)> FindAsync(
        IUnitOfWork unit, long marketId, Caller caller, CancellationToken cancellationToken)
    {
        var market = await MarketService.FindAsync(unit, marketId, cancellationToken);
        await unit.People.IntroduceAsync(caller, time.GetUtcNow(), cancellationToken);
        return (market, await MarketClip.FindJobAsync(unit, market, cancellationToken));
    }

    // The kept frame that shows the second: those of a contact sheet may lie a few seconds apart.
    private async Task<SheetFrame?> FindFrameAsync(long marketId, TimeSpan? second, CancellationToken cancellationToken)
    {
        Guid? jobId;
        await using (var reading = await work.ReadAsync(cancellationToken))
            jobId = (await reading.Markets.FindAsync(marketId, cancellationToken))?.JobId;
        return second is { } at && jobId is { } id && await sheets.FindAsync(id, cancellationToken) is { } sheet
            && sheet.Nearest(at) is { } frame && (frame.At - at).Duration() <= MaxFrameDistance
            ? frame
            : null;
    }

    private static async Task LayDownAsync(
        IUnitOfWork unit, Market market, Objection objection, CancellationToken cancellationToken)
    {
        var account = AccountAddress.Person(objection.By, market.Currency);
        var held = await unit.Ledger.FindBalanceAsync(account, cancellationToken) ?? 0;
        if (held < objection.Bond)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "insufficient_credits",
                $"An objection needs a bond of {objection.Bond} credits, a tenth of your stake and at least {Review.MinBond}. "
                + $"You hold {held}. Object once another stake of yours has come back, or ask somebody else who would lose to object.");
        }

        await unit.Ledger.PostAsync(
            LedgerTransaction.Move(
                $"bond/{market.Id}/{objection.By}", account, AccountAddress.Bonds(market.Id, market.Currency), objection.Bond,
                objection.At),
            cancellationToken);
    }

    private static void EnsureHost(Market market, Caller caller, string what)
    {
        if (!ReviewAccess.MayPropose(caller, market.Facts))
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "not_host", $"Only the market's host and its moderators can {what}.");
        }
    }

    private static void EnsureSecond(Ending ending, AnalysisJob? job)
    {
        if (ending is { Outcome: Outcome.Yes, Second: null })
        {
            throw new RefusedException(
                RefusalKind.Unprocessable, "second", "A YES needs the second of the clip that shows it.");
        }

        EnsureInClip(ending.SecondOfYes, job);
    }

    private static void EnsureInClip(TimeSpan? second, AnalysisJob? job)
    {
        var duration = job?.Video?.Duration ?? TimeSpan.Zero;
        if (second is { } at && (at < TimeSpan.Zero || at >= duration))
        {
            throw new RefusedException(
                RefusalKind.Unprocessable, "second",
                FormattableString.Invariant($"The clip is {duration.TotalSeconds:0.#} s long; choose a second within it."));
        }
    }

    [LoggerMessage(243, LogLevel.Information, "Market {MarketId}: {Step} by {PersonId}.")]
    private partial void LogStep(long marketId, string step, string personId);
}
