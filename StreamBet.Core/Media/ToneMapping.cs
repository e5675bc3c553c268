using System.Globalization;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>Maps HDR pictures to the range of an ordinary screen, with filters that every build of ffmpeg has. White
/// paper, 203 cd/m2 (ITU-R BT.2408), becomes almost white; brighter values are compressed into the rest.</summary>
internal static class ToneMapping
{
    // cd/m2.
    private const double Peak = 1000;
    private const double White = 203;

    // HLG to light, with the curve's inverse and the system gamma of 1.2 (ITU-R BT.2100, tables 5).
    private const string FromHlg =
        "st(0,val/maxval);st(1,if(lte(ld(0),0.5),ld(0)*ld(0)/3,(exp((ld(0)-0.55991073)/0.17883277)+0.28466892)/12));"
        + "maxval*pow(ld(1),1.2)";

    // PQ to light, up to the peak (ITU-R BT.2100, table 4).
    private const string FromPq =
        "st(0,pow(val/maxval,1/78.84375));"
        + "maxval*clip(10*pow(max(ld(0)-0.8359375,0)/(18.8515625-18.6875*ld(0)),1/0.1593017578),0,1)";

    // Wide colours to those of an ordinary screen (ITU-R BT.2407), in linear light.
    private const string ToNarrow =
        "colorchannelmixer=rr=1.6605:rg=-0.5876:rb=-0.0728:gr=-0.1246:gg=1.1329:gb=-0.0083:br=-0.0182:bg=-0.1006:bb=1.1187";

    // Later filters must not treat the picture as HDR. JPEG and the scaler's default use this matrix.
    private const string Tags = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=smpte170m";

    // Light to screen values with the gamma of 2.4 (ITU-R BT.1886); the top tenth is reserved for highlights.
    private static readonly string ToScreen = string.Create(
        CultureInfo.InvariantCulture,
        $"st(0,{Peak / White:0.####}*val/maxval);st(1,if(lte(ld(0),0.9),ld(0),0.9+0.1*(1-exp((0.9-ld(0))/0.5))));")
        + "maxval*pow(max(ld(1),0),1/2.4)";

    /// <summary>The filters for a transfer curve, to follow the scaler; empty for an ordinary picture.</summary>
    public static string Filters(TransferCurve transfer) => transfer switch
    {
        TransferCurve.Hlg => Chain(FromHlg),
        TransferCurve.Pq => Chain(FromPq),
        _ => "",
    };

    private static string Chain(string toLight) =>
        $":in_color_matrix=bt2020,format=gbrp16le,{Lut(toLight)},{ToNarrow},{Lut(ToScreen)},{Tags}";

    private static string Lut(string expression)
    {
        var escaped = expression.Replace(",", @"\,", StringComparison.Ordinal).Replace(";", @"\;", StringComparison.Ordinal);
        return $"lutrgb=r={escaped}:g={escaped}:b={escaped}";
    }
}
