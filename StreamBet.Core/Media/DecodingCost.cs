namespace StreamBet.Core.Media;

/// <summary>What decoding takes, compared with H.264. Measured in millions of pixels of 4K that one core decodes per second, in a file
/// of about 40 Mbit/s and in one of 2: H.264 340 and 670, MPEG-4 770, VP9 330 and 640, AV1 530, Motion JPEG 380 and 690; HEVC 260 and
/// 500, with 10 bits 220 and 380, with 12 bits in 4:4:4 100 and 240. Of those that code each picture by itself: DNxHD 130 to 280,
/// HuffYUV 130, ProRes 50 to 290, PNG 60 to 200, FFV1 40 to 180, JPEG 2000 10 to 40. docs/decoders.md has the table.</summary>
internal static class DecodingCost
{
    /// <summary>How many pixels of H.264 take as long to decode as one of a codec; at least 1. What is rare and not known here counts
    /// as H.264, and runs into the limit on processor time if it takes longer.</summary>
    /// <param name="codec">ffprobe's name of the codec; null if it has none.</param>
    public static double Of(string? codec) => codec switch
    {
        "hevc" => 2,
        "dnxhd" or "huffyuv" or "ffvhuff" or "prores" or "png" or "ffv1" => 5,
        "jpeg2000" => 20,
        _ => 1,
    };
}
