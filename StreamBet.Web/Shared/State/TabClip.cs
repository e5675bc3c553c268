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

/// <summary>Something that went wrong, as the person is told.</summary>
/// <param name="Sentence">What happened, why, and what to do.</param>
/// <param name="Clip">The clip that can be sent again; null when there is none.</param>
public sealed record Problem(string Sentence, TabClip? Clip);
