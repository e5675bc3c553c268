using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Access;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets.Answers;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>Opens markets, and runs them for their hosts and the operator.</summary>
public sealed partial class MarketService(
    IUnitOfWorkFactory work,
    IClipAnalyzer analyzer,
    MarketSettlement settlement,
    PracticeMarkets practice,
    AddressLimits limits,
    TimeProvider time,
    ILogger<MarketService> logger)
{
    /// <summary>How many active markets one guest may host, so that no guest floods the page.</summary>
    public const int MaxActiveOfGuest = 20;

    private const int PageOfAsking = 200;

    /// <summary>Opens a market; the caller becomes its host.</summary>
    /// <exception cref="RefusedException">A part is invalid (422), or a guest hosts too many active markets
    /// (429).</exception>
    public async Task<Market> OpenAsync(NewMarket asked, Caller host, CancellationToken cancellationToken)
    {
        asked.Criterion?.EnsureMarket(analyzer.Vocabulary);
        await limits.CountAsync(LimitedAction.OpenMarket, host);
        await using var unit = await work.BeginAsync(cancellationToken);
        asked = asked with
        {
            Criterion = asked.Criterion is { } criterion
                ? await WithPictureAsync(unit, criterion.InWordsOf(analyzer.Vocabulary), host, cancellationToken)
                : null,
        };
        var market = Market.Open(
            host.Id, asked, isPractice: false, await unit.Markets.ModeratorsOfAsync(host.Id, cancellationToken), time.GetUtcNow(), Draw());
        await EnsureRoomAsync(unit, host, cancellationToken);
        await unit.People.IntroduceAsync(host, time.GetUtcNow(), cancellationToken);
        await unit.Markets.AddAsync(market, cancellationToken);
        if (asked.Keep is { } keep)
            await unit.KeepAsync(keep(market), cancellationToken);
        await unit.CommitAsync(cancellationToken);
        LogOpened(market.Id, host.Id, market.Criterion.ToSentence());
        return market;
    }

    /// <summary>Edits the question and criterion of a market that nobody has staked on. A null part stays as it
    /// is.</summary>
    /// <exception cref="RefusedException">The market does not exist (404), this person does not run it (403), it can no
    /// longer be edited (409), or a part is invalid (422).</exception>
    public async Task<Market> EditAsync(
        long marketId, string? question, Criterion? criterion, Caller caller, CancellationToken cancellationToken)
    {
        criterion?.EnsureMarket(analyzer.Vocabulary);
        await using var unit = await work.BeginAsync(cancellationToken);
        var market = await FindAsync(unit, marketId, cancellationToken);
        await unit.People.IntroduceAsync(caller, time.GetUtcNow(), cancellationToken);
        Ensure(MarketAccess.MayEdit(caller, market.Facts), "Only the market's host and the operator can edit it.");
        market.Edit(
            question ?? market.Event,
            criterion is null ? market.Criterion : await WithPictureAsync(unit, criterion.InWordsOf(analyzer.Vocabulary), caller, cancellationToken), caller.Id,
            time.GetUtcNow());
        await unit.CommitAsync(cancellationToken);
        return market;
    }

    /// <summary>Closes a market to stakes before its closing time.</summary>
    /// <exception cref="RefusedException">The market does not exist (404), this person does not run it (403), or it is
    /// not open (409).</exception>
    public async Task<Market> LockAsync(long marketId, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var market = await FindAsync(unit, marketId, cancellationToken);
        await unit.People.IntroduceAsync(caller, time.GetUtcNow(), cancellationToken);
        Ensure(
            MarketAccess.MayLock(caller, market.Facts), "Only the market's host, its moderators and the operator can lock it.");
        market.Lock(caller.Id, time.GetUtcNow());
        await settlement.EndIfOneSidedAsync(unit, market, caller.Id, cancellationToken);
        await unit.CommitAsync(cancellationToken);
        return market;
    }

    /// <summary>Ends a market without a decision; every stake is refunded.</summary>
    /// <exception cref="RefusedException">The market does not exist (404), this person may not void it (403), it can no
    /// longer be voided (409), or the reason is empty or too long (422).</exception>
    public async Task<Market> VoidAsync(long marketId, string why, Caller caller, CancellationToken cancellationToken)
    {
        var reason = CheckReason(why);
        await using var unit = await work.BeginAsync(cancellationToken);
        var market = await FindAsync(unit, marketId, cancellationToken);
        await unit.People.IntroduceAsync(caller, time.GetUtcNow(), cancellationToken);
        await VoidAsync(unit, market, reason, caller, cancellationToken);
        await unit.CommitAsync(cancellationToken);
        LogVoided(marketId, caller.Id);
        return market;
    }

    /// <summary>Deletes a reference picture, and voids the markets that nothing has decided yet and that ask for it. Those with a verdict or
    /// in review go on, and so do those that this operator may not void: their clip can't decide them any more, so people do.</summary>
    /// <exception cref="RefusedException">There is no such picture (404), or this person is no operator (403).</exception>
    public async Task RemovePictureAsync(string sha256, Caller caller, CancellationToken cancellationToken)
    {
        if (!caller.IsOperator)
            throw new RefusedException(RefusalKind.Forbidden, "forbidden", "Only an operator can remove a picture.");
        await using var unit = await work.BeginAsync(cancellationToken);
        var same = await unit.Pictures.FindAsync(sha256, cancellationToken);
        if (same.Count == 0)
            throw new RefusedException(RefusalKind.NotFound, "picture_not_found", "There is no such picture.");
        foreach (var picture in same)
            picture.Remove(time.GetUtcNow());
        await unit.People.IntroduceAsync(caller, time.GetUtcNow(), cancellationToken);
        foreach (var id in await AskingForAsync(unit, sha256, cancellationToken))
        {
            var market = await FindAsync(unit, id, cancellationToken);
            if (await MayVoidAsync(unit, market, caller, cancellationToken))
                await VoidAsync(unit, market, "The operator removed the picture that it asks for.", caller, cancellationToken);
        }

        await unit.CommitAsync(cancellationToken);
        LogPictureRemoved(sha256, caller.Id);
    }

    /// <summary>Finds a market.</summary>
    /// <exception cref="RefusedException">No market has this number (404).</exception>
    public static async Task<Market> FindAsync(IUnitOfWork unit, long marketId, CancellationToken cancellationToken) =>
        await unit.Markets.FindAsync(marketId, cancellationToken)
            ?? throw new RefusedException(
                RefusalKind.NotFound, "market_not_found", $"There is no market {marketId}.");

    private static async Task<ReviewFacts> FactsAsync(
        IUnitOfWork unit, Market market, Caller caller, CancellationToken cancellationToken) => await ReviewService.FactsAsync(
            unit, market, await MarketClip.FindJobAsync(unit, market, cancellationToken), caller, cancellationToken);

    private static async Task<bool> MayVoidAsync(
        IUnitOfWork unit, Market market, Caller caller, CancellationToken cancellationToken) =>
        MarketAccess.MayVoid(caller, await FactsAsync(unit, market, caller, cancellationToken));

    private async Task VoidAsync(
        IUnitOfWork unit, Market market, string reason, Caller caller, CancellationToken cancellationToken)
    {
        var facts = await FactsAsync(unit, market, caller, cancellationToken);
        if (!MarketAccess.MayVoid(caller, facts))
            throw WhyNotVoid(market, caller, facts);
        var who = caller.Id == market.HostId && !market.IsClipHere ? DecidedBy.Host : DecidedBy.Operator;
        await settlement.EndAsync(unit, market, null, who, caller.Id, $"Voided: {reason}", cancellationToken);
        await practice.ReplaceAsync(unit, market, cancellationToken);
    }

    /// <summary>Takes a market off the lists, or puts it back; it goes on as usual.</summary>
    /// <exception cref="RefusedException">The market does not exist (404), or this person is not the operator (403).</exception>
    public async Task<Market> ListAsync(long marketId, bool isListed, Caller caller, CancellationToken cancellationToken)
    {
        if (!MarketAccess.MayUnlist(caller))
            throw new RefusedException(RefusalKind.Forbidden, "only_operator", "Only the operator can take a market off the lists.");
        await using var unit = await work.BeginAsync(cancellationToken);
        var market = await FindAsync(unit, marketId, cancellationToken);
        await unit.People.IntroduceAsync(caller, time.GetUtcNow(), cancellationToken);
        market.List(isListed, caller.Id, time.GetUtcNow());
        await unit.CommitAsync(cancellationToken);
        return market;
    }

    // Criteria are stored whole, so the database can't find it.
    private static async Task<IReadOnlyList<long>> AskingForAsync(
        IUnitOfWork unit, string sha256, CancellationToken cancellationToken)
    {
        var asking = new List<long>();
        IReadOnlyList<Market> page;
        long? below = null;
        do
        {
            page = await unit.Markets.ListAsync(below, activeOnly: true, PageOfAsking, cancellationToken, listedOnly: false);
            asking.AddRange(page.Where(market => market.Criterion.Picture?.Sha256 == sha256).Select(market => market.Id));
            below = page.Count > 0 ? page[^1].Id : null;
        }
        while (page.Count == PageOfAsking);
        return asking;
    }

    // Of a generator that nobody can predict, so that no bot learns when a market will lock.
    private static double Draw() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    private static async Task EnsureRoomAsync(IUnitOfWork unit, Caller host, CancellationToken cancellationToken)
    {
        if (host.IsGuest
            && await unit.Markets.CountActiveOfAsync(host.Id, cancellationToken) >= MaxActiveOfGuest)
        {
            throw new RefusedException(
                RefusalKind.TooMany, "too_many_open_markets",
                $"You already host {MaxActiveOfGuest} active markets, which is the limit. Void one, or wait until one is decided.");
        }
    }

    // From now on the picture is kept for the market.
    private static async Task<Criterion> WithPictureAsync(
        IUnitOfWork unit, Criterion criterion, Caller caller, CancellationToken cancellationToken)
    {
        if (criterion.Picture is not { } asked)
            return criterion;
        var picture = await PictureKeeper.FindAsync(unit, asked.Sha256, caller, cancellationToken);
        picture.Name();
        return criterion with { Picture = asked with { CanBeDisproved = picture.CanBeDisproved } };
    }

    /// <summary>Checks a reason that everyone will read.</summary>
    /// <exception cref="RefusedException">It is empty, too long, or has characters that nobody sees (422).</exception>
    internal static string CheckReason(string? reason) => DisplayText.Check(
        reason, Market.MaxEventLength, "reason", $"Give a reason of one line, up to {Market.MaxEventLength} characters.");

    private static void Ensure(bool may, string sentence)
    {
        if (!may)
            throw new RefusedException(RefusalKind.Forbidden, "not_host", sentence);
    }

    private static RefusedException WhyNotVoid(Market market, Caller caller, ReviewFacts facts) => caller switch
    {
        _ when !market.IsActive => new RefusedException(
            RefusalKind.Conflict, "market_ended", $"Market {market.Id} has already ended."),
        { IsOperator: true } when !facts.Market.IsUndecided => new RefusedException(
            RefusalKind.Conflict, "market_decided",
            $"Market {market.Id} has a verdict or is in review. It can end as void only by a ruling in its review."),
        { IsOperator: true } => new RefusedException(
            RefusalKind.Forbidden, "may_not_rule", ReviewService.WhyNotRule(caller, facts)!),
        _ when caller.Id == market.HostId => new RefusedException(
            RefusalKind.Conflict, "clip_is_here",
            "The bound clip has arrived, so the host can no longer void the market. "
            + (market.Facts.IsUndecided ? "Ask the operator to." : "It has a verdict or is in review, and can end as void only by its review.")),
        _ => new RefusedException(
            RefusalKind.Forbidden, "not_host", "Only the market's host and the operator can void it."),
    };

    [LoggerMessage(200, LogLevel.Information, "Market {MarketId} opened by {PersonId}: {Criterion}.")]
    private partial void LogOpened(long marketId, string personId, string criterion);

    [LoggerMessage(201, LogLevel.Information, "Market {MarketId} voided by {PersonId}.")]
    private partial void LogVoided(long marketId, string personId);

    [LoggerMessage(204, LogLevel.Information, "Picture {Sha256} removed by {PersonId}.")]
    private partial void LogPictureRemoved(string sha256, string personId);
}
