using System.Collections.Concurrent;
using System.Diagnostics;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips;

/// <summary>The trace of each clip, from its offer to its cleaning, and the duration of its phases. Its first span is kept in memory,
/// because the phases run in several requests and in the pipeline; after a restart, a clip that is taken up again has a new
/// trace.</summary>
internal static class ClipTrace
{
    /// <summary>The name of the span that holds the phases.</summary>
    public const string Clip = "clip";

    /// <summary>The phases, in order.</summary>
    public const string Offer = "offer", Upload = "upload", Probe = "probe", Analyze = "analyze", Decide = "decide", Clean = "clean";

    /// <summary>The attribute of a span that names the job.</summary>
    public const string JobId = "streambet.job.id";

    private static readonly ConcurrentDictionary<Guid, Activity> Open = new();

    /// <summary>Begins the trace of a clip that has none yet. It is one of its own, and only linked to the request: that of a page stays open for
    /// hours, and a caller may send many clips in one.</summary>
    public static void Begin(Guid jobId)
    {
        if (!Telemetry.Source.HasListeners() || Open.ContainsKey(jobId))
            return;
        var outer = Activity.Current;
        Activity.Current = null;
        var clip = Telemetry.Source.StartActivity(
            ActivityKind.Internal, name: Clip, tags: [new(JobId, jobId)], links: outer is null ? null : [new ActivityLink(outer.Context)]);
        Activity.Current = outer;
        if (clip is not null)
            Open[jobId] = clip;
    }

    /// <summary>Ends the trace of a clip, if it has one.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="state">How the job ended.</param>
    public static void End(Guid jobId, JobState state)
    {
        if (!Open.TryRemove(jobId, out var clip))
            return;
        clip.SetTag("streambet.job.state", state.ToString().ToLowerInvariant());
        if (state == JobState.Failed)
            clip.SetStatus(ActivityStatusCode.Error);

        // It began elsewhere, and its end must not change what is current here.
        var current = Activity.Current;
        clip.Stop();
        Activity.Current = current;
    }

    /// <summary>Runs a phase of a clip, as a span of its trace, and measures it.</summary>
    public static async Task<T> RunAsync<T>(TimeProvider time, Guid jobId, string phase, Func<Task<T>> work)
    {
        var (began, outcome) = (time.GetTimestamp(), "failed");
        using var span = Open.TryGetValue(jobId, out var clip)
            ? Telemetry.Source.StartActivity(ActivityKind.Internal, clip.Context, [new(JobId, jobId)], name: phase)
            : null;
        try
        {
            var result = await work();
            outcome = "done";
            return result;
        }
        catch (Exception fault)
        {
            span.Fail(fault);
            throw;
        }
        finally
        {
            Metrics.PhaseDuration.Record(
                time.GetElapsedTime(began).TotalSeconds, Metrics.Label("phase", phase), Metrics.Label(Metrics.Outcome, outcome));
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(TimeProvider time, Guid jobId, string phase, Func<Task> work) => RunAsync(time, jobId, phase, async () =>
    {
        await work();
        return true;
    });
}
