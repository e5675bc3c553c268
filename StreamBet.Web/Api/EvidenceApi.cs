using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Web.Api.Contract;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>/api/bets/{id}/evidence and /api/bets/{id}/sheet: the frames of a market's verdict.</summary>
internal static class EvidenceApi
{
    public static void MapEvidence(this RouteGroupBuilder api)
    {
        api.MapGet("/bets/{id:long}/evidence/{number:int}.jpg", FindAsync).WithName("EvidenceFrame")
            .WithSummary("A frame of a verdict's evidence, by its place in the list from 0.")
            .Produces<Stream>(StatusCodes.Status200OK, "image/jpeg").Refuses(RefusalKind.NotFound, "frame_not_found");
        api.MapGet("/bets/{id:long}/evidence/doubt.jpg", FindDoubtAsync).WithName("DoubtFrame")
            .WithSummary("The frame of the strongest doubt about a verdict.")
            .Produces<Stream>(StatusCodes.Status200OK, "image/jpeg").Refuses(RefusalKind.NotFound, "frame_not_found");
        api.MapGet("/bets/{id:long}/sheet", ReadSheetAsync).WithName("ContactSheet")
            .WithSummary("The contact sheet of the clip that a market was judged by.")
            .Produces<BetSheet>().Refuses(RefusalKind.NotFound, "market_not_found");
        api.MapGet("/bets/{id:long}/sheet/{at}.jpg", FindOnSheetAsync).WithName("ContactSheetFrame")
            .WithSummary("A frame of a contact sheet, by its time in seconds.")
            .Produces<Stream>(StatusCodes.Status200OK, "image/jpeg").Refuses(RefusalKind.NotFound, "frame_not_found");
    }

    private static async Task<IResult> FindAsync(
        long id, int number, EvidenceReader evidence, HttpContext context, CancellationToken cancellationToken) =>
        FrameAnswer.Of(context, await evidence.FindFrameAsync(id, number, context.FindCaller(), cancellationToken));

    private static async Task<IResult> FindDoubtAsync(
        long id, ContactSheetReader sheets, HttpContext context, CancellationToken cancellationToken) =>
        FrameAnswer.Of(context, await sheets.FindDoubtFrameAsync(id, context.FindCaller(), cancellationToken));

    private static async Task<IResult> ReadSheetAsync(
        long id, ContactSheetReader sheets, IUnitOfWorkFactory work, HttpContext context, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var market = await MarketService.FindAsync(unit, id, cancellationToken);
        return TypedResults.Ok(BetSheet.From(await sheets.ReadAsync(unit, market, context.FindCaller(), cancellationToken)));
    }

    private static async Task<IResult> FindOnSheetAsync(
        long id, string at, ContactSheetReader sheets, HttpContext context, CancellationToken cancellationToken) =>
        FrameAnswer.Of(context, await sheets.FindFrameAsync(id, at, context.FindCaller(), cancellationToken));
}
