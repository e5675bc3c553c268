using System.Buffers;
using System.Security.Cryptography;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips;

/// <summary>A clip that has arrived completely.</summary>
/// <param name="Clip">The stored clip.</param>
/// <param name="Bytes">Its size in bytes.</param>
/// <param name="Sha256">SHA-256, 64 lower-case hex digits.</param>
internal sealed record ReceivedClip(StoredClip Clip, long Bytes, string Sha256);

/// <summary>The store could not write a clip's bytes.</summary>
internal sealed class ClipStorageException(Exception cause) : IOException(cause.Message, cause);

/// <summary>Streams a clip's bytes once; counts, hashes and writes them as they arrive, in constant memory.</summary>
internal sealed class ClipReceiver(IClipStore store, TimeProvider time, long maxBytes)
{
    /// <summary>An upload that is silent for this long is given up.</summary>
    internal static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(15);

    /// <summary>An upload slower than this, in bytes a second, is given up after <see cref="MinTime"/>. A phone on a bad line is
    /// faster; slower ones would hold their places, and a host's markets, for hours.</summary>
    internal const int MinRate = 32_000;

    /// <summary>How long an upload may take whatever its rate.</summary>
    internal static readonly TimeSpan MinTime = TimeSpan.FromSeconds(60);

    private const int BufferBytes = 256 * 1024;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Receives a clip.</summary>
    /// <param name="jobId">The job of the clip.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="confirmEnd">Called after the last byte; throws if what follows is invalid.</param>
    /// <param name="report">Receives the number of bytes so far, at most ten times a second.</param>
    /// <param name="gone">The sender has disconnected. Ignored after the last byte, as silence is.</param>
    /// <param name="stop">The upload was cancelled.</param>
    internal async Task<ReceivedClip> ReceiveAsync(
        Guid jobId, Stream body, Func<CancellationToken, Task> confirmEnd, Action<long> report, CancellationToken gone,
        CancellationToken stop)
    {
        // Not a bare timer: disposing one does not wait for a running callback, which would then throw on a thread
        // where nothing catches it.
        using var late = new CancellationTokenSource(MaxSilence, time);
        using var coming = CancellationTokenSource.CreateLinkedTokenSource(gone, stop, late.Token);
        var pace = new Pace(time, late);
        try
        {
            return await CopyAsync(jobId, body, confirmEnd, report, pace, coming.Token, stop);
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new RefusedException(new Refusal(
                RefusalKind.Invalid, pace.IsSlow ? "upload_too_slow" : "upload_stalled",
                (pace.IsSlow
                    ? $"The upload took longer than {MinTime.TotalSeconds:0} seconds and was slower than {MinRate / 1000} kB a second, so it was stopped. "
                    : $"No data arrived for {MaxSilence.TotalSeconds:0} seconds, so the upload was stopped. ")
                + "Check your connection and send the clip again.")
            {
                IsPassing = true,
            });
        }
    }

    private async Task<ReceivedClip> CopyAsync(
        Guid jobId, Stream body, Func<CancellationToken, Task> confirmEnd, Action<long> report, Pace pace,
        CancellationToken coming, CancellationToken stop)
    {
        await using var upload = await Store(() => store.BeginAsync(jobId, coming));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long total = 0;
            var reported = time.GetTimestamp();

            // The first bytes say what it is; another kind of file is not waited for.
            var head = await FillAsync(body, buffer.AsMemory(0, ContainerSniffer.BytesNeeded), pace, coming);
            if (head > 0 && !ContainerSniffer.IsAccepted(buffer.AsSpan(0, head)))
                throw NotAVideo();
            while (head + await FillAsync(body, buffer.AsMemory(head, BufferBytes - head), pace, coming) is var read and > 0)
            {
                head = 0;
                total += read;
                Metrics.UploadedBytes.Add(read);
                if (total > maxBytes)
                    throw ClipOffer.TooLarge(maxBytes);

                // Writes and hashes the same bytes in parallel.
                var writing = upload.WriteAsync(buffer.AsMemory(0, read), coming).AsTask();
                hash.AppendData(buffer, 0, read);
                await Store(() => writing);
                if (time.GetElapsedTime(reported) >= ReportEvery)
                {
                    report(total);
                    reported = time.GetTimestamp();
                }
            }

            if (total == 0)
                throw ClipOffer.Empty();
            await confirmEnd(coming);

            // The sender is not responsible for the time the store needs now.
            pace.Stop();
            var clip = await Store(() => upload.CompleteAsync(stop));
            report(total);
            return new ReceivedClip(clip, total, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Fills the buffer, so that writes are large.
    private static async Task<int> FillAsync(
        Stream body, Memory<byte> buffer, Pace pace, CancellationToken cancellationToken)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = await body.ReadAsync(buffer[filled..], cancellationToken);
            if (read == 0)
                break;
            pace.Advance(read);
            filled += read;
        }

        return filled;
    }

    private static RefusedException NotAVideo() => new(
        RefusalKind.Unsupported, "unsupported_container",
        "The file is not an MP4, MOV or AVI video. Convert the clip to MP4 and send it again.");

    // Distinguishes a failing disk from a failing connection: both throw IOException.
    private static async Task<T> Store<T>(Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClipStorageException(exception);
        }
    }

    private static Task<bool> Store(Func<Task> write) => Store(async () =>
    {
        await write();
        return true;
    });

    // Cancels an upload that is silent or too slow.
    private sealed class Pace(TimeProvider time, CancellationTokenSource late)
    {
        private readonly long _began = time.GetTimestamp();
        private long _bytes;

        // Whether the next byte was due because of the rate rather than the silence.
        public bool IsSlow { get; private set; }

        public void Advance(int bytes)
        {
            _bytes += bytes;
            var allowed = TimeSpan.FromSeconds((double)_bytes / MinRate);
            var left = (allowed > MinTime ? allowed : MinTime) - time.GetElapsedTime(_began);
            IsSlow = left < MaxSilence;
            late.CancelAfter(IsSlow ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : MaxSilence);
        }

        public void Stop() => late.CancelAfter(Timeout.InfiniteTimeSpan);
    }
}
