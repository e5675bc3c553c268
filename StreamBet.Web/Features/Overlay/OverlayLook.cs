using System.Globalization;
using System.Text.RegularExpressions;

namespace StreamBet.Web.Features.Overlay;

/// <summary>How an overlay looks, by its address. What can't be read is as if it were not there.</summary>
/// <param name="Layout">card or bar.</param>
/// <param name="Theme">dark or light.</param>
/// <param name="Align">Where it is, such as bottom-left.</param>
/// <param name="Scale">The size of everything, 0.25 to 4.</param>
/// <param name="Accent">A colour such as #ff0044; null for the theme's.</param>
/// <param name="Hide">How many seconds it stays after the verdict; 0 to stay for good.</param>
public sealed partial record OverlayLook(string Layout, string Theme, string Align, double Scale, string? Accent, int Hide)
{
    private const int MaxHide = 86_400;

    private static readonly string[] Layouts = ["card", "bar"];
    private static readonly string[] Themes = ["dark", "light"];

    private static readonly string[] Places =
        ["bottom-left", "bottom", "bottom-right", "left", "center", "right", "top-left", "top", "top-right"];

    /// <summary>Reads it from the query of an address.</summary>
    public static OverlayLook Of(IQueryCollection query) => new(
        OneOf(Layouts, query["layout"]),
        OneOf(Themes, query["theme"]),
        OneOf(Places, query["align"]),
        double.TryParse(query["scale"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var scale)
            ? Math.Clamp(scale, 0.25, 4)
            : 1,
        Colour().Match(query["accent"].ToString()) is { Success: true } colour ? $"#{colour.Groups["hex"].Value}" : null,
        int.TryParse(query["hide"], NumberStyles.None, CultureInfo.InvariantCulture, out var hide) ? Math.Min(hide, MaxHide) : 30);

    /// <summary>The style attribute of the page.</summary>
    public string Style => FormattableString.Invariant($"--overlay-scale:{Scale}") + (Accent is null ? "" : $";--overlay-accent:{Accent}");

    private static string OneOf(string[] known, string? asked) => Array.Find(known, one => one == asked) ?? known[0];

    [GeneratedRegex("^#?(?<hex>([0-9a-fA-F]{3}){1,2})$")]
    private static partial Regex Colour();
}
