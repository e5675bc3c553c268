using System.Threading.Channels;
using StreamBet.Core.Media;

namespace StreamBet.Core.Vision;

/// <summary>Passes a clip's samples to workers through short queues, so decoding and examining run in parallel and the
/// decoder waits when it is ahead.</summary>
internal static class SampleWork
{
    private const int QueueLength = 2;

    /// <summary>Hands each sample to whichever worker is free, and returns when all have been examined. In any case, every
    /// frame is released and no worker keeps running.</summary>
    /// <param name="frames">Decodes the samples; gets a token that is cancelled when a worker fails.</param>
    /// <param name="workers">What examines a sample, each on one thread at a time.</param>
    /// <param name="cancellationToken">Cancels all of it.</param>
    public static Task ShareAsync(
        Func<CancellationToken, IAsyncEnumerable<Frame>> frames,
        IReadOnlyList<Action<Frame>> workers,
        CancellationToken cancellationToken) => RunAsync(frames, workers, queues: 1, cancellationToken);

    /// <summary>As the other method, but sample n goes to worker n modulo their number. So each worker always sees the same
    /// samples in order of time, and what it remembers of them does not depend on speed.</summary>
    /// <param name="frames">Decodes the samples; gets a token that is cancelled when a worker fails.</param>
    /// <param name="workers">What examines a sample, each on one thread at a time.</param>
    /// <param name="cancellationToken">Cancels all of it.</param>
    public static Task TakeTurnsAsync(
        Func<CancellationToken, IAsyncEnumerable<Frame>> frames,
        IReadOnlyList<Action<Frame>> workers,
        CancellationToken cancellationToken) => RunAsync(frames, workers, workers.Count, cancellationToken);

    private static async Task RunAsync(
        Func<CancellationToken, IAsyncEnumerable<Frame>> frames,
        IReadOnlyList<Action<Frame>> workers,
        int queues,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channels = Enumerable.Range(0, queues)
            .Select(_ => Channel.CreateBounded<Frame>(new BoundedChannelOptions(QueueLength) { SingleWriter = true }))
            .ToList();
        var tasks = new List<Task> { StopOthersOnFailure(ReadAsync(frames(stop.Token), channels, stop.Token), stop) };
        for (var i = 0; i < workers.Count; i++)
        {
            var (queue, work) = (channels[i % queues].Reader, workers[i]);
            var worker = Task.Run(() => ExamineAsync(queue, work, stop.Token), CancellationToken.None);
            tasks.Add(StopOthersOnFailure(worker, stop));
        }

        try
        {
            await WhenAllAsync(tasks);
        }
        finally
        {
            foreach (var channel in channels)
            {
                while (channel.Reader.TryRead(out var left))
                    left.Dispose();
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task ReadAsync(
        IAsyncEnumerable<Frame> frames, List<Channel<Frame>> channels, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var frame in frames)
                await WriteAsync(channels[frame.Index % channels.Count].Writer, frame, cancellationToken);
        }
        finally
        {
            channels.ForEach(channel => channel.Writer.Complete());
        }
    }

    private static async Task WriteAsync(ChannelWriter<Frame> queue, Frame frame, CancellationToken cancellationToken)
    {
        var isTaken = false;
        try
        {
            await queue.WriteAsync(frame, cancellationToken);
            isTaken = true;
        }
        finally
        {
            if (!isTaken)
                frame.Dispose();
        }
    }

    private static async Task ExamineAsync(
        ChannelReader<Frame> queue, Action<Frame> work, CancellationToken cancellationToken)
    {
        await foreach (var frame in queue.ReadAllAsync(cancellationToken))
        {
            using (frame)
            {
                cancellationToken.ThrowIfCancellationRequested();
                work(frame);
            }
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
