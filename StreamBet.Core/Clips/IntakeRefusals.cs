using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips;

/// <summary>Why the bytes of an accepted offer are not taken.</summary>
public static class IntakeRefusals
{
    /// <summary>Its owner cancelled it.</summary>
    public static readonly Refusal Cancelled = new(RefusalKind.Conflict, "upload_cancelled", "The upload was cancelled.");

    internal static readonly Refusal UnderWay = new(
        RefusalKind.Conflict, "upload_under_way", "This clip is already being uploaded.");

    internal static readonly Refusal Over = new(
        RefusalKind.Conflict, "upload_over", "The upload of this clip is over. To send it again, start a new upload.");

    internal static readonly Refusal NoRoom = new(
        RefusalKind.Unavailable, "storage_failed", "The server could not store the clip; its disk may be full. Tell the operator.")
    {
        IsPassing = true,
    };

    internal static readonly Refusal Incomplete = new(
        RefusalKind.Invalid, "upload_incomplete",
        "The upload stopped before it was complete. Check your connection and send the clip again.")
    {
        IsPassing = true,
    };

    internal static Refusal Failed(Guid jobId) => new(
        RefusalKind.Unavailable, "upload_failed", $"Something went wrong with the upload. Quote job {jobId} to the operator.")
    {
        IsPassing = true,
    };
}
