using MudBlazor;

namespace StreamBet.Web.Shared.Layout;

/// <summary>The look of StreamBet: colours, fonts and shapes for light and dark mode. Style sheets use the resulting
/// CSS variables.</summary>
public static class Theme
{
    private static readonly string[] Font = ["Inter", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"];

    // The typeface of questions, outcomes and large figures; app.css loads it.
    private const string Display = "\"Bricolage Grotesque\"";

    /// <summary>The theme of the MudBlazor components. YES is its success colour, NO its error colour.</summary>
    public static readonly MudTheme Mud = new()
    {
        PaletteLight = new PaletteLight
        {
            Background = "#f4f5fb",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#15172b",
            TextPrimary = "#15172b",
            TextSecondary = "#555a76",
            ActionDefault = "#555a76",
            LinesDefault = "#dfe2ee",
            LinesInputs = "#8a8fae",
            TableLines = "#e6e8f2",
            Divider = "#dfe2ee",
            Primary = "#5b45e0",
            PrimaryContrastText = "#ffffff",
            Secondary = "#555a76",
            Success = "#08683f",
            SuccessContrastText = "#ffffff",
            Error = "#a92a1a",
            ErrorContrastText = "#ffffff",
            Warning = "#8f5600",
            WarningContrastText = "#ffffff",
            Info = "#1d5fc0",
        },
        PaletteDark = new PaletteDark
        {
            Background = "#0d0e18",
            Surface = "#171928",
            AppbarBackground = "#171928",
            AppbarText = "#eeeffa",
            TextPrimary = "#eeeffa",
            TextSecondary = "#a9adcb",
            ActionDefault = "#a9adcb",
            LinesDefault = "#2b2e47",
            LinesInputs = "#6d7195",
            TableLines = "#25283e",
            Divider = "#2b2e47",
            Primary = "#a396ff",
            PrimaryContrastText = "#131029",
            Secondary = "#a9adcb",
            Success = "#41d79a",
            SuccessContrastText = "#04170f",
            Error = "#ff8d78",
            ErrorContrastText = "#260500",
            Warning = "#ffc463",
            WarningContrastText = "#241600",
            Info = "#86b6ff",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Font, FontSize = "1rem", LineHeight = "1.5", LetterSpacing = "normal" },
            H1 = new H1Typography { FontSize = "1.25rem", FontWeight = "700", LetterSpacing = "-.02em" },
            H2 = new H2Typography { FontSize = "1.0625rem", FontWeight = "650", LetterSpacing = "-.01em", LineHeight = "1.4" },
            Body1 = new Body1Typography { FontSize = "1rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontSize = ".875rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontSize = ".9375rem", FontWeight = "600", TextTransform = "none", LetterSpacing = "normal" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "12px" },
    };

    /// <summary>What the page needs before MudBlazor's variables exist: background, text and accent colours for both
    /// modes, and the dimensions that all style sheets share.</summary>
    public static readonly string FirstPaint = $$"""
        :root {
          color-scheme: light dark;
          --ground: light-dark({{Hex(Mud.PaletteLight.Background)}}, {{Hex(Mud.PaletteDark.Background)}});
          --surface: light-dark({{Hex(Mud.PaletteLight.Surface)}}, {{Hex(Mud.PaletteDark.Surface)}});
          --line: light-dark({{Hex(Mud.PaletteLight.LinesDefault)}}, {{Hex(Mud.PaletteDark.LinesDefault)}});
          --text: light-dark({{Hex(Mud.PaletteLight.TextPrimary)}}, {{Hex(Mud.PaletteDark.TextPrimary)}});
          --quiet: light-dark({{Hex(Mud.PaletteLight.TextSecondary)}}, {{Hex(Mud.PaletteDark.TextSecondary)}});
          --accent: light-dark({{Hex(Mud.PaletteLight.Primary)}}, {{Hex(Mud.PaletteDark.Primary)}});
          --yes: light-dark({{Hex(Mud.PaletteLight.Success)}}, {{Hex(Mud.PaletteDark.Success)}});
          --no: light-dark({{Hex(Mud.PaletteLight.Error)}}, {{Hex(Mud.PaletteDark.Error)}});
          --warn: light-dark({{Hex(Mud.PaletteLight.Warning)}}, {{Hex(Mud.PaletteDark.Warning)}});
          --font: {{string.Join(", ", Font.Select(name => name.Contains(' ', StringComparison.Ordinal) ? $"'{name}'" : name))}};
          --display: {{Display}}, var(--font);
          --space: .5rem;
          --radius: 12px;
        }
        [data-theme="light"] { color-scheme: light; }
        [data-theme="dark"] { color-scheme: dark; }
        """;

    private static string Hex(MudBlazor.Utilities.MudColor color) => color.ToString(MudBlazor.Utilities.MudColorOutputFormats.Hex);
}
