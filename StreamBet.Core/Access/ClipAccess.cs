using StreamBet.Core.People;

namespace StreamBet.Core.Access;

/// <summary>The facts that decide who may do what with a clip and its results.</summary>
/// <param name="UploaderId">The uploader's id.</param>
/// <param name="IsHere">Whether the whole clip has arrived.</param>
/// <param name="IsEnded">Whether its job has ended.</param>
/// <param name="IsBound">Whether it is bound to a market.</param>
/// <param name="SharesFrames">Whether its uploader agreed that anyone may see its evidence frames.</param>
/// <param name="IsDeleted">Whether its name and its evidence frames were deleted.</param>
public readonly record struct ClipFacts(
    string UploaderId, bool IsHere, bool IsEnded, bool IsBound, bool SharesFrames, bool IsDeleted);

/// <summary>Who may do what with a clip. docs/rule.md has the same table in words.</summary>
public static class ClipAccess
{
    /// <summary>Whether this person may upload its bytes: only its uploader.</summary>
    public static bool MaySend(Caller caller, string uploaderId) => caller.Id == uploaderId;

    /// <summary>Whether this person may read its job and results: its uploader, the operator, and the hosts of the
    /// markets it is bound to.</summary>
    /// <param name="caller">The person.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="hostIds">The hosts of the markets it is bound to.</param>
    public static bool MayRead(Caller caller, ClipFacts clip, IEnumerable<string> hostIds) =>
        MayManage(caller, clip) || hostIds.Contains(caller.Id);

    /// <summary>Whether this person may read the verdict without a market that its uploader asked for: only its uploader.</summary>
    public static bool MayReadVerdict(Caller caller, ClipFacts clip) => caller.Id == clip.UploaderId;

    /// <summary>Whether this person may, at some time, cancel or delete it: its uploader and the operator.</summary>
    public static bool MayManage(Caller caller, ClipFacts clip) => caller.IsOperator || caller.Id == clip.UploaderId;

    /// <summary>Whether this person may cancel its job now: its uploader and the operator until the clip has arrived, or while it
    /// is bound to no market; after that only who may stop its analysis, or people could choose the outcome by cancelling after
    /// the first sightings.</summary>
    /// <param name="caller">The person.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="mayStop">Whether they are an operator who has nothing to do with its markets.</param>
    public static bool MayCancel(Caller caller, ClipFacts clip, bool mayStop) => !clip.IsEnded
        && (mayStop || (MayManage(caller, clip) && (!clip.IsHere || !clip.IsBound)));

    /// <summary>Whether this person may delete its name and its evidence frames now: its uploader and the operator, once its job
    /// has ended.</summary>
    public static bool MayDelete(Caller caller, ClipFacts clip) =>
        clip is { IsEnded: true, IsDeleted: false } && MayManage(caller, clip);

    /// <summary>Whether this person may see its evidence frames: anyone if the uploader agreed, otherwise its uploader,
    /// the operator, and the host of the market that they are evidence for. Nobody after they are deleted.</summary>
    /// <param name="caller">The person; null when not signed in.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="hostId">The host of the market that the frames are evidence for.</param>
    public static bool MaySeeFrames(Caller? caller, ClipFacts clip, string hostId) =>
        !clip.IsDeleted && (clip.SharesFrames || (caller is not null && MayRead(caller, clip, [hostId])));
}
