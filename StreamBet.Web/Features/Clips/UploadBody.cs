using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Features.Clips;

/// <summary>Prepares a request whose body is a clip.</summary>
internal static class UploadBody
{
    // What a form may contain besides the clip: headers, boundaries, bet_ids.
    private const long FormBytes = 64 * 1024;
    private static readonly MinDataRate MinRate = new(bytesPerSecond: 1024, TimeSpan.FromSeconds(20));

    /// <summary>Replaces the server's own limits, which end a request without an error message. The intake limits the
    /// size by counting the clip's bytes, and the form limits its other parts. The minimum rate ends uploads that only
    /// trickle; its grace period is longer than the silence after which the intake gives an upload up.</summary>
    /// <exception cref="RefusedException">The announced body is larger than a clip may be (413).</exception>
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
