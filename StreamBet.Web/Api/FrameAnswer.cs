using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Api;

/// <summary>Answers with a kept picture, or with 404.</summary>
internal static class FrameAnswer
{
    // A picture never changes, but its uploader may delete it, and then caches must drop it soon.
    private const string Caching = "private, max-age=300";

    public static FileContentHttpResult Of(HttpContext context, (byte[] Jpeg, string Sha256)? found)
    {
        if (found is not var (jpeg, sha256))
        {
            throw new RefusedException(
                RefusalKind.NotFound, "frame_not_found", "There is no such frame, or you don't have access to it.");
        }

        context.Response.Headers.CacheControl = Caching;
        return TypedResults.Bytes(jpeg, "image/jpeg", entityTag: new EntityTagHeaderValue($"\"{sha256}\""));
    }

    public static FileContentHttpResult Of(HttpContext context, byte[]? jpeg) =>
        Of(context, jpeg is null ? null : (jpeg, Convert.ToHexStringLower(SHA256.HashData(jpeg))));
}
