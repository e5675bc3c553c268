using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Features.Clips;

/// <summary>Makes the server take a clip as a request's body.</summary>
internal static class UploadBody
{
    // What a form may take besides the clip: headers, boundaries, bet_ids.
    private const long FormBytes = 64 * 1024;
    private static readonly MinDataRate MinRate = new(bytesPerSecond: 1024, TimeSpan.FromSeconds(20));

    /// <summary>Puts the product's limits in the place of the server's, which end a request without a sentence. That on the
    /// size is left to the intake, which counts the clip's bytes, and to the form, whose other parts are small; that on the
    /// pace gets a grace that is longer than the silence after which an upload is given up, and ends what only drips
    /// in.</summary>
    /// <exception cref="RefusedException">The body is announced as larger than a clip may be (413).</exception>
    public static void Prepare(HttpContext context, long maxBytes)
    {
        if (context.Request.ContentLength > maxBytes + FormBytes)
            throw ClipOffer.TooLarge(maxBytes);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = MinRate;
    }
}
