using StreamBet.Core.Aws;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Host;

/// <summary>Declares how endpoints refuse clips, once for all that receive them.</summary>
internal static class ClipRefusals
{
    /// <summary>Says that an endpoint receives a clip's bytes, and answers when the last one is stored.</summary>
    public static T RefusesUploads<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint
        .Refuses(RefusalKind.Invalid, "empty_file", "upload_incomplete", "upload_stalled", "upload_too_slow")
        .Refuses(RefusalKind.Conflict, "upload_over").Refuses(RefusalKind.TooLarge, "file_too_large")
        .Refuses(RefusalKind.Unsupported, "unsupported_charset", "unsupported_container")
        .Refuses(RefusalKind.Unavailable, "storage_failed", "upload_failed")
        .Refuses(RefusalKind.Unavailable, [.. AwsErrorCodes.ByKind[RefusalKind.Unavailable]]);

    /// <summary>Says that an endpoint receives a form with a clip, and answers when the clip has been looked at.</summary>
    public static T RefusesClips<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.RefusesUploads().RefusesWithoutDecoder()
        .Refuses(
            RefusalKind.Invalid, "clip_damaged", "clip_too_long", "codec_not_supported", "frame_rate_too_high", "no_video", "one_picture",
            "picture_too_large", "picture_too_small", "too_many_pixels")
        .Refuses(RefusalKind.Invalid, "field_after_file", "invalid_form", "invalid_request", "no_file", "no_file_name", "unknown_field")
        .Refuses(RefusalKind.Conflict, "upload_cancelled").Refuses(RefusalKind.Unsupported, "not_multipart", "unsupported_type")
        .Refuses(RefusalKind.TooMany, "too_many_jobs", "too_many_uploads").Refuses(RefusalKind.Unavailable, "analyzer_not_ready");

    /// <summary>Says that an endpoint does not answer before a decoder or an encoder has run.</summary>
    public static T RefusesWithoutDecoder<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.Refuses(RefusalKind.Unavailable, "ffmpeg_missing");
}
