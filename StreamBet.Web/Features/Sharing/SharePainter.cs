using SkiaSharp;
using StreamBet.Core.Findings;
using StreamBet.Web.Shared.Layout;

namespace StreamBet.Web.Features.Sharing;

/// <summary>Draws the picture that a shared link of a market shows.</summary>
internal static class SharePainter
{
    /// <summary>Its size, in pixels: what the places expect where links are shared.</summary>
    public const int Width = 1200, Height = 630;

    private const float Margin = 64, Gap = 28, FrameWidth = 440, MaxFrameHeight = 400;
    private const float Top = 140;
    private const int MaxFramePixels = 4_000_000;

    // What fits between the brand and what is below, with the criterion.
    private static readonly (float Size, int Lines)[] Sizes = [(68, 2), (58, 3), (48, 4), (40, 5)],
        SizesAboveOutcome = [(62, 2), (46, 3), (36, 4), (30, 5)];

    private static readonly SKColor Ground = Colour(Theme.Mud.PaletteDark.Surface), Text = Colour(Theme.Mud.PaletteDark.TextPrimary),
        Quiet = Colour(Theme.Mud.PaletteDark.TextSecondary), Accent = Colour(Theme.Mud.PaletteDark.Primary),
        Yes = Colour(Theme.Mud.PaletteDark.Success), No = Colour(Theme.Mud.PaletteDark.Error);

    /// <summary>Draws it.</summary>
    /// <param name="facts">What it says.</param>
    /// <param name="frame">The JPEG of the frame that it shows; null for none.</param>
    /// <param name="boxes">The boxes on it.</param>
    /// <param name="fonts">The typefaces.</param>
    /// <returns>A PNG.</returns>
    public static byte[] Draw(ShareFacts facts, byte[]? frame, IReadOnlyList<Box> boxes, ShareFonts fonts)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var canvas = surface.Canvas;
        canvas.Clear(Ground);
        using var picture = frame is null ? null : Decode(frame);
        var width = Width - 2 * Margin - (picture is null ? 0 : FrameWidth + Gap * 1.5f);
        DrawBrand(canvas, facts, fonts);
        if (picture is not null)
            DrawFrame(canvas, picture, boxes);

        var question = TextBlock.Fit(facts.AsksSomethingElse ? facts.Criterion : facts.Question, fonts, isBold: true, width, facts.Outcome is null ? Sizes : SizesAboveOutcome);
        question.Draw(canvas, Margin, Top, width, Text);
        var criterion = TextBlock.Fit((facts.AsksSomethingElse ? facts.Question : facts.Criterion).Replace(" %", "\u00A0%", StringComparison.Ordinal), fonts, isBold: false, width, (25, 1), (21, 2));
        criterion.Draw(canvas, Margin, Top + question.Height + 16, width, Quiet);
        if (facts.Outcome is null)
            DrawOdds(canvas, facts, fonts, width);
        else
            DrawOutcome(canvas, facts, fonts, width);

        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static void DrawBrand(SKCanvas canvas, ShareFacts facts, ShareFonts fonts)
    {
        using var paint = new SKPaint { Color = Accent, IsAntialias = true };
        canvas.DrawRect(0, 0, Width, 10, paint);
        canvas.DrawRoundRect(Margin, 52, 52, 52, 15, 15, paint);
        paint.Color = Ground;
        using var play = new SKPathBuilder();
        play.MoveTo(Margin + 19.5f, 66.6f);
        play.LineTo(Margin + 19.5f, 89.4f);
        play.LineTo(Margin + 37.4f, 78);
        play.Close();
        using var path = play.Detach();
        canvas.DrawPath(path, paint);
        TextBlock.Fit("StreamBet", fonts, isBold: true, 300, (32, 1)).Draw(canvas, Margin + 68, 58, 300, Text);
        var headline = TextBlock.Fit(facts.Headline, fonts, isBold: true, 600, (28, 1));
        headline.Draw(canvas, Width - Margin - headline.Draw(canvas, -2 * Width, 0, 0, Accent), 61, 0, Accent);
    }

    private static void DrawOdds(SKCanvas canvas, ShareFacts facts, ShareFonts fonts, float width)
    {
        const float top = 452;
        var half = (width - Gap) / 2;
        DrawSide(canvas, "YES", facts.Yes, fonts, Margin, top, half, Yes);
        DrawSide(canvas, "NO", facts.No, fonts, Margin + half + Gap, top, half, No);
        DrawShares(canvas, facts.YesShare, width, 532);
        TextBlock.Fit($"Pool {facts.Pool}", fonts, isBold: false, width, (28, 1)).Draw(canvas, Margin, 552, width, Quiet);
    }

    private static void DrawSide(
        SKCanvas canvas, string side, string odds, ShareFonts fonts, float left, float top, float width, SKColor colour)
    {
        var name = TextBlock.Fit(side, fonts, isBold: true, width, (56, 1)).Draw(canvas, left, top, width, colour) + 18;
        TextBlock.Fit(odds, fonts, isBold: true, width - name, (34, 1)).Draw(canvas, left + name, top + 21, width - name, Text);
    }

    private static void DrawShares(SKCanvas canvas, double? yesShare, float width, float top)
    {
        if (yesShare is not { } share)
            return;
        using var paint = new SKPaint { Color = No, IsAntialias = true };
        canvas.DrawRoundRect(Margin, top, width, 12, 6, 6, paint);
        paint.Color = Yes;
        if (share > 0)
            canvas.DrawRoundRect(Margin, top, (float)(width * share), 12, 6, 6, paint);
    }

    private static void DrawOutcome(SKCanvas canvas, ShareFacts facts, ShareFonts fonts, float width)
    {
        var colour = facts.Outcome switch { "YES" => Yes, "NO" => No, _ => Quiet };
        TextBlock.Fit(facts.Outcome!.ToUpperInvariant(), fonts, isBold: true, width, (118, 1)).Draw(canvas, Margin - 4, 388, width, colour);
        TextBlock.Fit(facts.Detail, fonts, isBold: true, width, (30, 1), (26, 1), (22, 2)).Draw(canvas, Margin, 526, width, Text);
        TextBlock.Fit($"Pool {facts.Pool}", fonts, isBold: false, width, (26, 1)).Draw(canvas, Margin, 568, width, Quiet);
    }

    private static void DrawFrame(SKCanvas canvas, SKImage picture, IReadOnlyList<Box> boxes)
    {
        var scale = Math.Min(FrameWidth / picture.Width, MaxFrameHeight / picture.Height);
        var (width, height) = (picture.Width * scale, picture.Height * scale);
        var place = SKRect.Create(Width - Margin - width, 146 + (MaxFrameHeight - height) / 2, width, height);
        canvas.Save();
        using var corners = new SKRoundRect(place, 14);
        canvas.ClipRoundRect(corners, antialias: true);
        canvas.DrawImage(picture, place, new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var stroke = new SKPaint { Color = Accent, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 4 };
        foreach (var box in boxes)
        {
            canvas.DrawRoundRect(
                place.Left + (float)box.Left * width, place.Top + (float)box.Top * height, (float)box.Width * width, (float)box.Height * height,
                5, 5, stroke);
        }

        canvas.Restore();
    }

    // A frame was made by this server; one that can't be read is left out all the same.
    private static SKImage? Decode(byte[] jpeg)
    {
        using var data = SKData.CreateCopy(jpeg);
        using var codec = SKCodec.Create(data);
        return codec is null || (long)codec.Info.Width * codec.Info.Height > MaxFramePixels ? null : SKImage.FromEncodedData(data);
    }

    private static SKColor Colour(MudBlazor.Utilities.MudColor colour) => new(colour.R, colour.G, colour.B);
}
