using StreamBet.Web.Shared.Tab;

namespace StreamBet.Web.Shared.State;

/// <summary>A clip that this tab sends or has sent.</summary>
/// <param name="File">The file.</param>
/// <param name="Choice">The markets that it is to decide.</param>
public sealed record TabClip(ClipFile File, BindingChoice Choice)
{
    /// <summary>Whether anyone may see the evidence frames taken from it.</summary>
    public bool SharesFrames { get; init; }

    /// <summary>The job that took it; null as long as none did.</summary>
    public Guid? JobId { get; init; }
}
