using StreamBet.Core.Kernel;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Web.Shared.Jobs;

/// <summary>Why an upload that never began is refused.</summary>
internal static class UploadRefusals
{
    /// <summary>The file is not the one that was offered.</summary>
    public static readonly Refusal FileChanged = new(
        RefusalKind.Conflict, "file_changed",
        "The file on your disk has changed since you dropped it, or it is gone. Drop it again.");

    private static readonly Refusal ConnectionLost = new(
        RefusalKind.Invalid, "upload_incomplete",
        "The connection broke before the clip could be sent. Check your connection and send it again.")
    { IsPassing = true };

    private static readonly Refusal NotTaken = new(
        RefusalKind.Invalid, "upload_incomplete",
        "The server did not accept the upload. Reload the page and send the clip again.")
    { IsPassing = true };

    /// <summary>The refusal for a failure that a browser reports.</summary>
    public static Refusal Of(SendFailure why) => why switch
    {
        SendFailure.Changed => FileChanged,
        SendFailure.Refused => NotTaken,
        _ => ConnectionLost,
    };
}
