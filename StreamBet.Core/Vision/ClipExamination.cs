using System.Threading.Channels;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Tracks;

namespace StreamBet.Core.Vision;

/// <summary>The result of examining a clip.</summary>
/// <param name="Signs">The evidence for each thing.</param>
/// <param name="Coverage">How much of the clip was examined.</param>
/// <param name="OutOfBounds">Why residues do not apply to the clip, as a sentence; null if they do.</param>
/// <param name="Fingerprint">The clip's fingerprint.</param>
internal sealed record Examination(
    IReadOnlyList<Sign> Signs, Coverage Coverage, string? OutOfBounds, ClipFingerprint Fingerprint);

/// <summary>Examines one clip. A reader passes frames to two workers through a short queue, so decoding and detection
/// run in parallel and the decoder waits when it is ahead.</summary>
internal sealed class ClipExamination(VisionModels models, VideoMetadata video, IAnalysisObserver observer)
{
    private const int Workers = 2;
    private const int QueueLength = 2;

    private readonly FrameGeometry _geometry = new(video.Width, video.Height);
    private readonly SamplePlan _plan = new(video.Duration);
    private readonly SampleCollection _samples = new();
    private readonly DecodeReport _report = new();
    private readonly Lock _gate = new();

    /// <summary>Examines every sample and returns the result. In any case, every frame is released and no worker keeps
    /// running.</summary>
    public async Task<Examination> RunAsync(
        IFrameSource source, string path, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var queue = Channel.CreateBounded<Frame>(new BoundedChannelOptions(QueueLength) { SingleWriter = true });
        var tasks = new List<Task>
        {
            StopOthersOnFailure(ReadAsync(source, path, queue.Writer, stop.Token), stop),
        };
        for (var i = 0; i < Workers; i++)
        {
            var worker = Task.Run(() => ExamineAsync(queue.Reader, stop.Token), CancellationToken.None);
            tasks.Add(StopOthersOnFailure(worker, stop));
        }

        try
        {
            await WhenAllAsync(tasks);
        }
        finally
        {
            while (queue.Reader.TryRead(out var left))
                left.Dispose();
        }

        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new Examination(
                _samples.ToSigns(),
                _plan.ToCoverage() with { DamagedPictures = _report.DamagedPictures },
                MeasuredBounds.Check(video, _samples.Pictures),
                ClipFingerprint.FromSamples(_report.Pictures));
        }
    }

    private async Task ReadAsync(
        IFrameSource source, string path, ChannelWriter<Frame> queue, CancellationToken cancellationToken)
    {
        try
        {
            var frames = source.ReadAsync(
                path, video, CenterNetDetector.FrameSize, SamplePlan.SamplesPerSecond, _report, cancellationToken);
            await foreach (var frame in frames)
            {
                if (!await TryWriteAsync(queue, frame, cancellationToken))
                    return;
            }
        }
        finally
        {
            queue.Complete();
        }
    }

    private static async Task<bool> TryWriteAsync(
        ChannelWriter<Frame> queue, Frame frame, CancellationToken cancellationToken)
    {
        var isTaken = false;
        try
        {
            await queue.WriteAsync(frame, cancellationToken);
            isTaken = true;
            return true;
        }
        finally
        {
            if (!isTaken)
                frame.Dispose();
        }
    }

    private async Task ExamineAsync(ChannelReader<Frame> queue, CancellationToken cancellationToken)
    {
        await foreach (var frame in queue.ReadAllAsync(cancellationToken))
        {
            using (frame)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Take(frame.Index, models.Examine(frame.Rgb, _geometry));
            }
        }
    }

    /// <summary>Adds a sample. The lock also serialises the calls to the observer.</summary>
    private void Take(int sample, SampleView view)
    {
        lock (_gate)
        {
            _samples.Add(sample, view);
            _plan.Mark(sample);
            observer.Report(new AnalysisProgress(
                _plan.Examined, _plan.Planned, _plan.Latest, _samples.Sightings, Polls: 0));
        }
    }

    private static async Task StopOthersOnFailure(Task task, CancellationTokenSource stop)
    {
        try
        {
            await task;
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    /// <summary>Waits for all tasks, then throws the original error: when one task fails, the others are
    /// cancelled.</summary>
    private static async Task WhenAllAsync(IReadOnlyList<Task> tasks)
    {
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var failed = tasks.FirstOrDefault(task => task.IsFaulted) ?? tasks.FirstOrDefault(task => task.IsCanceled);
        if (failed is not null)
            await failed;
    }
}
