namespace StreamBet.Web.Features.Overlay;

/// <summary>Made-up states, by which an overlay is placed and coloured before there is a market.</summary>
internal static class OverlaySamples
{
    private const string Question = "Will the dog catch the ball before it lands?";

    private const string Frame =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='640' height='360' viewBox='0 0 16 9'%3E%3Crect width='16' height='9' fill='%2334406e'/%3E%3Ccircle cx='11' cy='3' r='1' fill='%23ffc463'/%3E%3Cpath d='M3 8c1-4 4-4 6-2l1 2z' fill='%23a9adcb'/%3E%3C/svg%3E";

    private static readonly OverlayState Open = new(1, "open", Question, "Stakes are open")
    {
        Yes = "pays 1.60 times",
        No = "pays 2.67 times",
        Pool = "12,400 credits",
        YesShare = 0.625,
    };

    private static readonly IReadOnlyList<OverlayState> All =
    [
        Open,
        Open with { Yes = "hidden", No = "hidden", Pool = "hidden", YesShare = null, Detail = "It may lock at any moment of the last seconds." },
        Of("locked", "Locked") with { Detail = "It waits for its clip." },
        Of("deciding", "Analysing the clip") with { Detail = "Pictures 84 of 120", Done = 0.7 },
        Of("decided", "The clip has decided") with { Outcome = "YES", Detail = "Seen with 97.1 % at 0:07.5" },
        Of("review", "In review") with { Detail = "People decide how it ends." },
        Of("resolved", "Decided") with
        {
            Outcome = "YES", Detail = "Seen with 97.1 % at 0:07.5", Frame = new OverlayFrame(Frame, "Dog at 0:07.5", [[0.16, 0.42, 0.5, 0.5]]),
        },
        Of("resolved", "Decided") with { Outcome = "NO", Detail = "Not plainly there, 96.4 % sure" },
        Of("void", "Void") with { Outcome = "void", Detail = "Every stake was refunded." },
    ];

    /// <summary>The states to show in turn: all of them, or those of one phase, if it names one.</summary>
    public static IReadOnlyList<OverlayState> Of(string phase)
    {
        var chosen = All.Where(state => state.Phase == phase).ToList();
        return chosen.Count > 0 ? chosen : All;
    }

    private static OverlayState Of(string phase, string headline) => Open with { Phase = phase, Headline = headline };
}
