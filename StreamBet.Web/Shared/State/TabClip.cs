using StreamBet.Web.Shared.Tab;

namespace StreamBet.Web.Shared.State;

/// <summary>A clip that this tab sends or has sent.</summary>
/// <param name="File">The file.</param>
/// <param name="Choice">The markets that it will decide.</param>
public sealed record TabClip(ClipFile File, BindingChoice Choice)
{
    /// <summary>Whether anyone may see its evidence frames.</summary>
    public bool SharesFrames { get; init; }

    /// <summary>Whether the text in it is read.</summary>
    public bool ReadsText { get; init; }

    /// <summary>Its job; null until the clip is accepted.</summary>
    public Guid? JobId { get; init; }
}
