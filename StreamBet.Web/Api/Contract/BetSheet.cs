using StreamBet.Web.Features.Markets;
using StreamBet.Web.Shared;

namespace StreamBet.Web.Api.Contract;

/// <summary>A market's contact sheet, as the API shows it: its frames, and what else was seen in the clip.</summary>
internal sealed record BetSheet(IReadOnlyList<BetSheetFrame> Frames, IReadOnlyList<BetSheetLabel> AlsoSeen)
{
    public static BetSheet From(ShownSheet sheet) => new(
        [.. sheet.Frames.Select(frame => new BetSheetFrame(Figures.Seconds(frame.At), frame.Sha256, frame.Address))],
        [
            .. sheet.AlsoSeen.Select(label => new BetSheetLabel(
                label.Name, Figures.Percent(label.Confidence), [.. label.At.Select(Figures.Seconds)])),
        ]);
}

/// <summary>A frame of a contact sheet.</summary>
internal sealed record BetSheetFrame(double At, string Sha256, string Url);

/// <summary>What else was seen: a label, its best confidence, and when it came into view.</summary>
internal sealed record BetSheetLabel(string Label, double Confidence, IReadOnlyList<double> Timestamps);
