using System.ComponentModel.DataAnnotations;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.Rule;
using StreamBet.Core.Rule.Pictures;
using StreamBet.Web.Api.Contract;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>/api/bets: listing, opening, editing, staking on and voiding markets.</summary>
internal static class MarketsApi
{
    private const int PageSize = 50;
    private const int MaxPageSize = 200;

    public static void MapMarkets(this RouteGroupBuilder api)
    {
        api.MapGet("/bets", ListAsync).WithName("Bets")
            .WithSummary("Markets, newest first.")
            .Produces<BetsResponse>().Produces(StatusCodes.Status304NotModified).Refuses(RefusalKind.Unprocessable, "status");
        api.MapGet("/bets/{id:long}", FindAsync).WithName("Bet")
            .WithSummary("One market with its evidence and its history.")
            .Produces<BetResponse>().Produces(StatusCodes.Status304NotModified).Refuses(RefusalKind.NotFound, "market_not_found");
        api.MapGet("/bets/{id:long}/history", HistoryAsync).WithName("BetHistory")
            .WithSummary("Earlier changes of a market, oldest first; only those before a change, if its number is given as 'below'.")
            .Produces<HistoryResponse>().Refuses(RefusalKind.NotFound, "market_not_found");
    }

    public static void MapMarketChanges(this RouteGroupBuilder api)
    {
        api.MapPost("/bets", OpenAsync).WithName("OpenBet")
            .WithSummary("Opens a market; the caller is its host.")
            .Produces<Bet>(StatusCodes.Status201Created)
            .Refuses(RefusalKind.Unprocessable, "event", "labels", "label_not_validated", "label_outside_vocabulary", "picture", "picture_not_findable", "picture_not_found", "picture_removed", "seconds", "text", "text_not_readable", "threshold", "times", "window")
            .Refuses(RefusalKind.Unprocessable, "challenge_window", "clip_sha256", "closing_time", "hidden_time", "objection_window")
            .Refuses(RefusalKind.TooMany, "too_many_open_markets").TakesIdempotencyKey();
        api.MapPatch("/bets/{id:long}", EditAsync).WithName("EditBet")
            .WithSummary("Changes question and criterion of a market that nobody has staked on.")
            .Produces<Bet>().Refuses(RefusalKind.NotFound, "market_not_found")
            .Refuses(RefusalKind.Unprocessable, "event", "labels", "label_not_validated", "label_outside_vocabulary", "picture", "picture_not_findable", "picture_not_found", "picture_removed", "seconds", "text", "text_not_readable", "threshold", "times", "window")
            .Refuses(RefusalKind.Forbidden, "not_host").Refuses(RefusalKind.Conflict, "criterion_frozen", "market_closing");
        api.MapPost("/bets/{id:long}/lock", LockAsync).WithName("Lock")
            .WithSummary("Closes a market to stakes now.").Produces<Bet>()
            .Refuses(RefusalKind.NotFound, "market_not_found").Refuses(RefusalKind.Forbidden, "not_host").Refuses(RefusalKind.Conflict, "market_not_open");
        api.MapPost("/bets/{id:long}/stakes", StakeAsync).WithName("Stake")
            .WithSummary("Stakes on one side.").Produces<StakeResponse>(StatusCodes.Status201Created)
            .Refuses(RefusalKind.NotFound, "market_not_found").Refuses(RefusalKind.Forbidden, "own_market").Refuses(RefusalKind.Unprocessable, "amount", "side")
            .Refuses(RefusalKind.Conflict, "insufficient_credits", "market_changed", "market_not_open", "pool_full").Refuses(RefusalKind.TooMany, "grants_used_up")
            .TakesIdempotencyKey();
        api.MapPost("/bets/{id:long}/void", VoidAsync).WithName("Void")
            .WithSummary("Ends a market; stakes are refunded.").Produces<Bet>()
            .Refuses(RefusalKind.NotFound, "market_not_found").Refuses(RefusalKind.Forbidden, "may_not_rule", "not_host").Refuses(RefusalKind.Unprocessable, "reason")
            .Refuses(RefusalKind.Conflict, "clip_is_here", "market_decided", "market_ended");
        api.MapPost("/bets/{id:long}/unlist", UnlistAsync).WithName("Unlist")
            .WithSummary("Takes a market off the lists; it goes on as usual.").Produces<Bet>()
            .Refuses(RefusalKind.NotFound, "market_not_found").Refuses(RefusalKind.Forbidden, "only_operator");
        api.MapPost("/bets/{id:long}/list", RelistAsync).WithName("List")
            .WithSummary("Puts a market back on the lists.").Produces<Bet>()
            .Refuses(RefusalKind.NotFound, "market_not_found").Refuses(RefusalKind.Forbidden, "only_operator");
    }

    private static async Task<IResult> ListAsync(
        long? below, string? status, int? count, BetPages pages, CancellationToken cancellationToken)
    {
        if (status is not (null or "active" or "all"))
            throw new RefusedException(RefusalKind.Unprocessable, "status", "The status asked for must be active or all.");
        return await pages.ReadAsync(
            new BetQuery(below, status, Math.Clamp(count ?? PageSize, 1, MaxPageSize)), cancellationToken);
    }

    private static async Task<IResult> FindAsync(
        long id, IUnitOfWorkFactory work, HttpContext context, BetWriter bets, JsonBytes json,
        CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var market = await MarketService.FindAsync(unit, id, cancellationToken);
        var evidence = await EvidenceReader.ReadAsync(unit, market, context.FindCaller(), cancellationToken);
        var changes = await MarketReader.ReadChangesAsync(unit, id, cancellationToken);
        var review = await ReviewReader.FindAsync(unit, market, cancellationToken);
        var moderators = await ReviewReader.ModeratorsAsync(unit, market, cancellationToken);
        return json.Answer(new BetResponse(
            bets.Write(market),
            [.. evidence.Select(BetEvidence.From)],
            [.. changes.Select(BetChange.Of)],
            OlderThan(id, changes),
            review is null ? null : BetReview.From(market, review),
            moderators));
    }

    private static async Task<IResult> HistoryAsync(
        long id, long? below, IUnitOfWorkFactory work, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        await MarketService.FindAsync(unit, id, cancellationToken);
        var changes = await MarketReader.ReadChangesAsync(unit, id, cancellationToken, below);
        return TypedResults.Ok(new HistoryResponse([.. changes.Select(BetChange.Of)], OlderThan(id, changes)));
    }

    // A market's first change opens it; before that there is nothing.
    private static string? OlderThan(long id, IReadOnlyList<NamedChange> changes) =>
        changes.Count > 0 && changes[0].Entry.From is not null ? $"/api/bets/{id}/history?below={changes[0].Entry.Id}" : null;

    private static Task<IResult> OpenAsync(
        OpenRequest request, MarketService markets, HttpContext context, BetWriter bets, IdempotentCalls calls,
        CancellationToken cancellationToken) => calls.MakeAsync<OpenRequest, Market, Bet>(
            context, "/api/bets", request,
            keep => markets.OpenAsync(ToMarket(request) with { Keep = keep }, context.Caller(), cancellationToken),
            market => TypedResults.Created($"/api/bets/{market.Id}", bets.Write(market)));

    private static NewMarket ToMarket(OpenRequest request)
    {
        if (request is { People: true, Criterion: not null })
        {
            throw new RefusedException(
                RefusalKind.Unprocessable, "labels", "People decide this market, so it has no criterion. Leave out \"criterion\" or \"people\".");
        }

        return new(request.Event ?? "", request.People == true ? null : ToCriterion(request.Criterion))
        {
            ClosesIn = Time(request.ClosesInSeconds) ?? Market.MaxOpen,
            ClipSha256 = request.ClipSha256,
            ChallengeWindow = Time(request.ChallengeSeconds) ?? Review.DefaultChallengeWindow,
            ObjectionWindow = Time(request.ObjectionSeconds) ?? Review.DefaultObjectionWindow,
            Closing = new Closing(Time(request.HiddenSeconds), request.RandomLock ?? false),
        };
    }

    private static Task<IResult> StakeAsync(
        long id, StakeBody request, Staking staking, HttpContext context, BetWriter bets, IdempotentCalls calls,
        CancellationToken cancellationToken) => calls.MakeAsync<StakeBody, AcceptedStake, StakeResponse>(
            context, $"/api/bets/{id}/stakes", request,
            keep => staking.StakeAsync(ToStake(id, request) with { Keep = keep }, context.Caller(), cancellationToken),
            accepted => TypedResults.Created(
                $"/api/bets/{id}",
                new StakeResponse(
                    accepted.Stake.Id, accepted.Stake.Side.ToWord(), accepted.Stake.Amount, accepted.Balance,
                    bets.Write(accepted.Market))));

    private static StakeRequest ToStake(long id, StakeBody request) =>
        OutcomeWords.TryParse(request.Side, out var word) && word is { } side
            ? new StakeRequest(id, side, Whole(request.Amount), request.Revision)
            : throw new RefusedException(RefusalKind.Unprocessable, "side", "The side must be YES or NO.");

    private static long Whole(decimal? amount) =>
        amount is { } credits and >= 1 and <= long.MaxValue && credits == decimal.Truncate(credits)
            ? (long)credits
            : throw new RefusedException(
                RefusalKind.Unprocessable, "amount", "A stake must be a whole number of credits, at least 1.");

    // Omitted fields keep their values.
    private static async Task<IResult> EditAsync(
        long id, EditRequest request, MarketService markets, HttpContext context, BetWriter bets,
        CancellationToken cancellationToken)
    {
        var market = await markets.EditAsync(
            id, request.Event, request.Criterion is null ? null : ToCriterion(request.Criterion), context.Caller(),
            cancellationToken);
        return TypedResults.Ok(bets.Write(market));
    }

    private static async Task<IResult> LockAsync(
        long id, MarketService markets, HttpContext context, BetWriter bets,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(bets.Write(await markets.LockAsync(id, context.Caller(), cancellationToken)));

    private static async Task<IResult> UnlistAsync(
        long id, MarketService markets, HttpContext context, BetWriter bets, CancellationToken cancellationToken) =>
        TypedResults.Ok(bets.Write(await markets.ListAsync(id, isListed: false, context.Caller(), cancellationToken)));

    private static async Task<IResult> RelistAsync(
        long id, MarketService markets, HttpContext context, BetWriter bets, CancellationToken cancellationToken) =>
        TypedResults.Ok(bets.Write(await markets.ListAsync(id, isListed: true, context.Caller(), cancellationToken)));

    private static async Task<IResult> VoidAsync(
        long id, VoidRequest request, MarketService markets, HttpContext context, BetWriter bets,
        CancellationToken cancellationToken)
    {
        var market = await markets.VoidAsync(id, request.Reason ?? "", context.Caller(), cancellationToken);
        return TypedResults.Ok(bets.Write(market));
    }

    /// <summary>A criterion that was sent, unchecked.</summary>
    /// <exception cref="RefusedException">A time or a text in it can't be read (422).</exception>
    internal static Criterion ToCriterion(BetCriterion? criterion) => new()
    {
        Labels = [.. (criterion?.Labels ?? []).Select(label => label ?? "")],
        Text = criterion?.Text?.ToQuery(),
        Picture = criterion?.Picture is { } picture ? new PictureQuery(picture.Sha256 ?? "", picture.Name ?? "") : null,
        WindowStart = Time(criterion?.Start ?? 0),
        WindowEnd = criterion?.End is { } end ? Time(end) : null,
        Times = criterion?.Times ?? 1,
        Threshold = criterion?.Threshold ?? Criterion.DefaultThreshold,
    };

    /// <summary>A time given in seconds; null for none.</summary>
    /// <exception cref="RefusedException">It is negative or no number (422).</exception>
    internal static TimeSpan? Time(double? seconds) => seconds is { } given ? Time(given) : null;

    private static TimeSpan Time(double seconds) => seconds is >= 0 and <= 1e6
        ? TimeSpan.FromSeconds(seconds)
        : throw new RefusedException(RefusalKind.Unprocessable, "seconds", "Times are seconds, from 0 on.");

    internal sealed record BetResponse(
        Bet Bet, IReadOnlyList<BetEvidence> Evidence, IReadOnlyList<BetChange> History, string? HistoryNext, BetReview? Review,
        IReadOnlyList<string> Moderators);

    internal sealed record BetChange(string Who, DateTimeOffset At, string? From, string To, string Why)
    {
        public static BetChange Of(NamedChange change) => new(
            change.Who, change.Entry.At, change.Entry.From?.ToString().ToLowerInvariant(),
            change.Entry.To.ToString().ToLowerInvariant(), change.Entry.Why);
    }

    internal sealed record HistoryResponse(IReadOnlyList<BetChange> History, string? Next);

    internal sealed record OpenRequest(
        [property: Required] string? Event, BetCriterion? Criterion, double? ClosesInSeconds, string? ClipSha256, bool? People, double? ChallengeSeconds,
        double? ObjectionSeconds, double? HiddenSeconds, bool? RandomLock);

    internal sealed record EditRequest(string? Event, BetCriterion? Criterion);

    internal sealed record StakeBody([property: Required] string? Side, [property: Required] decimal? Amount, int? Revision);

    internal sealed record StakeResponse(long StakeId, string Side, long Amount, long Balance, Bet Bet);

    internal sealed record VoidRequest([property: Required] string? Reason);
}
