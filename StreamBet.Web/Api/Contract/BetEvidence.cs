using StreamBet.Core.Findings;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Shared;

namespace StreamBet.Web.Api.Contract;

/// <summary>A moment of a verdict's evidence, as the API shows it: what was seen, when and where, the digest of its
/// frame, and the frame's address if there is a frame that the caller may see.</summary>
internal sealed record BetEvidence(
    double At, string Label, double Confidence, bool Counts, IReadOnlyList<EvidenceBox> Boxes, string? FrameSha256,
    string? Frame)
{
    public static BetEvidence From(ShownEvidence shown) => new(
        Figures.Seconds(shown.Moment.At),
        shown.Moment.Label,
        Figures.Percent(shown.Moment.Confidence),
        shown.Moment.Counts,
        [.. shown.Moment.Instances.Select(EvidenceBox.From)],
        shown.Moment.FrameSha256,
        shown.FrameAddress);
}

/// <summary>A bounding box, as ratios of the picture's width and height.</summary>
internal sealed record EvidenceBox(double Left, double Top, double Width, double Height, double Confidence)
{
    public static EvidenceBox From(Instance instance) => new(
        Figures.Ratio(instance.Box.Left), Figures.Ratio(instance.Box.Top), Figures.Ratio(instance.Box.Width),
        Figures.Ratio(instance.Box.Height), Figures.Percent(instance.Confidence));
}
