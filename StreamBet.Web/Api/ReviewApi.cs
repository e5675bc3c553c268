using System.ComponentModel.DataAnnotations;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Web.Api.Contract;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>/api/reviews and what people say in them: proposals, objections, challenges, comments, rulings.</summary>
internal static class ReviewApi
{
    public static void MapReviews(this RouteGroupBuilder api)
    {
        api.MapGet("/reviews", ListAsync).WithName("Reviews").WithSummary("Markets in review, the most urgent first.")
            .Produces<ReviewsResponse>();
        api.MapPost("/bets/{id:long}/proposal", ProposeAsync).WithName("Propose")
            .WithSummary("Proposes how a market in review should end.")
            .Produces<Bet>().Refuses(RefusalKind.NotFound, "market_not_found").Refuses(RefusalKind.Forbidden, "not_host", "only_operator").Refuses(RefusalKind.Unprocessable, "outcome", "reason", "second", "seconds")
            .Refuses(RefusalKind.Conflict, "market_ended", "not_proposable");
        api.MapPost("/bets/{id:long}/objections", ObjectAsync).WithName("Object")
            .WithSummary("Objects to a proposal, or challenges a verdict, with a bond.")
            .Produces<Bet>().Refuses(RefusalKind.NotFound, "market_not_found").Refuses(RefusalKind.Forbidden, "nothing_to_lose").Refuses(RefusalKind.Unprocessable, "reason", "second", "seconds")
            .Refuses(RefusalKind.Conflict, "insufficient_credits", "market_ended", "nothing_to_object", "objected_before", "objection_too_late", "objections_full");
        api.MapPost("/bets/{id:long}/comment", CommentAsync).WithName("Comment")
            .WithSummary("The host's answer to a challenge.").Produces<Bet>().Refuses(RefusalKind.NotFound, "market_not_found").Refuses(RefusalKind.Forbidden, "not_host")
            .Refuses(RefusalKind.Unprocessable, "reason").Refuses(RefusalKind.Conflict, "market_ended", "not_commentable");
        api.MapPost("/bets/{id:long}/ruling", RuleAsync).WithName("Rule")
            .WithSummary("An operator's decision; it ends the market.").Produces<Bet>().Refuses(RefusalKind.NotFound, "market_not_found").Refuses(RefusalKind.Forbidden, "may_not_rule").Refuses(RefusalKind.Unprocessable, "outcome", "reason", "second", "seconds")
            .Refuses(RefusalKind.Conflict, "market_ended", "not_rulable");
    }

    private static async Task<IResult> ListAsync(
        ReviewReader reviews, BetWriter bets, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ReviewsResponse(
        [
            .. (await reviews.ReadQueueAsync(context.Caller(), cancellationToken)).Select(item =>
                new ReviewItem(bets.Write(item.Market), BetReview.From(item.Market, item.Review), item.MayPropose, item.MayObject, item.MayRule)),
        ]));

    private static async Task<IResult> ProposeAsync(
        long id, EndingBody request, ReviewService reviews, BetWriter bets, HttpContext context,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(bets.Write(
            await reviews.ProposeAsync(id, request.ToEnding(), context.Caller(), cancellationToken)));

    private static async Task<IResult> ObjectAsync(
        long id, ObjectionBody request, ReviewService reviews, BetWriter bets, HttpContext context,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(bets.Write(
            await reviews.ObjectAsync(id, request.Reason, MarketsApi.Time(request.Second), context.Caller(), cancellationToken)));

    private static async Task<IResult> CommentAsync(
        long id, CommentBody request, ReviewService reviews, BetWriter bets, HttpContext context,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(bets.Write(
            await reviews.CommentAsync(id, request.Text, context.Caller(), cancellationToken)));

    private static async Task<IResult> RuleAsync(
        long id, EndingBody request, ReviewService reviews, BetWriter bets, HttpContext context,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(bets.Write(
            await reviews.RuleAsync(id, request.ToEnding(), context.Caller(), cancellationToken)));

    internal sealed record ReviewsResponse(IReadOnlyList<ReviewItem> Reviews);

    internal sealed record ReviewItem(Bet Bet, BetReview Review, bool MayPropose, bool MayObject, bool MayRule);

    internal sealed record EndingBody([property: Required] string? Outcome, [property: Required] string? Reason, double? Second)
    {
        public Ending ToEnding() => new(
            OutcomeWords.TryParse(Outcome, out var outcome)
                ? outcome
                : throw new RefusedException(RefusalKind.Unprocessable, "outcome", "The outcome must be YES, NO or VOID."),
            Reason,
            MarketsApi.Time(Second));
    }

    internal sealed record ObjectionBody([property: Required] string? Reason, double? Second);

    internal sealed record CommentBody([property: Required] string? Text);
}
