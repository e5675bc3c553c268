using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace StreamBet.Web.Shared.State;

/// <content>What goes on in another circuit, on whichever server, when this one's server stops. The files stay in the browser, and an
/// upload under way goes on.</content>
internal sealed partial class DashboardState
{
    private const string KeptName = "dashboard";

    private PersistingComponentStateSubscription _keeping;

    private void KeepForNext() => _keeping = _kept.RegisterOnPersisting(
        () =>
        {
            lock (_gate)
            {
                // An offer that is not answered yet is made again.
                var isOffered = Clip is { JobId: not null };
                var waiting = Clip is { JobId: null } offering && _isOffering ? Queue.Insert(0, offering) : Queue;
                _kept.PersistAsJson(KeptName, new KeptDashboard(
                    JobId, isOffered ? Clip : null, isOffered ? _upload : null, _uploadAhead is null ? null : Ahead?.Clip, _uploadAhead,
                    waiting, Choice, SharesFrames, ReadsText, _problems.All));
            }

            return Task.CompletedTask;
        },
        RenderMode.InteractiveServer);

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
