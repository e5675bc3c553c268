using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using StreamBet.Web.Shared.Jobs;

namespace StreamBet.Web.Shared.State;

/// <content>What goes on in another circuit, on whichever server, when this one's server stops. The files stay in the browser, and an
/// upload under way goes on.</content>
internal sealed partial class DashboardState
{
    private const string KeptName = "dashboard";

    private PersistingComponentStateSubscription _keeping;

    private void KeepForNext() => _keeping = _kept.RegisterOnPersisting(KeepAsync, RenderMode.InteractiveServer);

    private async Task KeepAsync()
    {
        // An offer whose bytes have not begun to come, or that is not answered yet, is made again.
        TabClip?[] unsent;
        Upload?[] unused;
        lock (_gate)
        {
            unused = [Unused(_upload), Unused(_uploadAhead)];
            unsent =
            [
                (unused[0] is not null && Clip?.JobId == unused[0]!.JobId) || (Clip is { JobId: null } && _isOffering) ? Clip : null,
                unused[1] is not null || _uploadAhead is null ? Ahead?.Clip : null,
            ];
            var waiting = Queue.InsertRange(0, unsent.OfType<TabClip>().Select(clip => clip with { JobId = null }));
            var (clip, ahead) = (unsent[0] is null ? Clip : null, unsent[1] is null ? Ahead?.Clip : null);
            _kept.PersistAsJson(KeptName, new KeptDashboard(
                unsent[0] is null ? JobId : null, clip, clip is null ? null : _upload, ahead, ahead is null ? null : _uploadAhead,
                waiting, Choice, SharesFrames, ReadsText, _problems.All));
        }

        foreach (var upload in unused.OfType<Upload>())
            await _tickets.AbandonAsync(upload.JobId, UploadTickets.NeverCame);
    }

    private Upload? Unused(Upload? upload) => upload is not null && _tickets.IsWaiting(upload.JobId) ? upload : null;

    private void GoOn()
    {
        if (!_kept.TryTakeFromJson<KeptDashboard>(KeptName, out var kept) || kept is null)
            return;
        Following? ahead = null;
        lock (_gate)
        {
            (Clip, _upload, Queue, Choice) = (kept.Clip, kept.Upload, kept.Queue, kept.Choice);
            (SharesFrames, ReadsText) = (kept.SharesFrames, kept.ReadsText);
            if (kept is { Ahead: { } clip, UploadAhead: { } upload })
            {
                ahead = new Following(upload.JobId, _tab.Closed);
                (Ahead, _uploadAhead, _followingAhead) = (new ClipAhead(clip, null, null), upload, ahead);
            }

            // The browser tells of a file again if the answer was lost.
            _taken.UnionWith(kept.Queue.Append(kept.Clip).Append(kept.Ahead).Concat(kept.Problems.Select(problem => problem.Clip))
                .OfType<TabClip>().Select(own => own.File.Id));
        }

        foreach (var problem in kept.Problems)
            _problems.Add(problem.Sentence, problem.Clip);
        if (kept.JobId is { } shown)
            Follow(shown);
        if (ahead is not null)
            Run(_ => FollowAheadAsync(ahead));
    }

    private sealed record KeptDashboard(
        Guid? JobId, TabClip? Clip, Upload? Upload, TabClip? Ahead, Upload? UploadAhead, ImmutableList<TabClip> Queue, BindingChoice Choice,
        bool SharesFrames, bool ReadsText, ImmutableList<Problem> Problems);
}
