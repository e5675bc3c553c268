using Microsoft.Net.Http.Headers;
using StreamBet.Core.Kernel;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>/api/bets/{id}/evidence: the frames of a market's verdict.</summary>
internal static class EvidenceApi
{
    // A frame never changes, but its uploader may delete it, and then caches must drop it soon.
    private const string Caching = "private, max-age=300";

    public static void MapEvidence(this RouteGroupBuilder api) =>
        api.MapGet("/bets/{id:long}/evidence/{number:int}.jpg", FindAsync).WithName("EvidenceFrame")
            .WithSummary("A frame of a verdict's evidence, by its place in the list from 0.");

    private static async Task<IResult> FindAsync(
        long id, int number, EvidenceReader evidence, HttpContext context, CancellationToken cancellationToken)
    {
        if (await evidence.FindFrameAsync(id, number, context.FindCaller(), cancellationToken) is not var (jpeg, sha256))
        {
            throw new RefusedException(
                RefusalKind.NotFound, "frame_not_found", "There is no such evidence frame, or you don't have access to it.");
        }

        context.Response.Headers.CacheControl = Caching;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(jpeg, "image/jpeg", entityTag: new EntityTagHeaderValue($"\"{sha256}\""));
    }
}
