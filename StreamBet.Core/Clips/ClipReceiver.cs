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
        using var silence = new CancellationTokenSource(MaxSilence, time);
        using var coming = CancellationTokenSource.CreateLinkedTokenSource(gone, stop, silence.Token);
        try
        {
            return await CopyAsync(jobId, body, confirmEnd, report, silence, coming.Token, stop);
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new RefusedException(new Refusal(
                RefusalKind.Invalid, "upload_stalled",
                $"No data arrived for {MaxSilence.TotalSeconds:0} seconds, so the upload was stopped. Check your connection "
                + "and send the clip again.")
            {
                IsPassing = true,
            });
        }
    }

    private async Task<ReceivedClip> CopyAsync(
        Guid jobId, Stream body, Func<CancellationToken, Task> confirmEnd, Action<long> report, CancellationTokenSource silence,
        CancellationToken coming, CancellationToken stop)
    {
        await using var upload = await Store(() => store.BeginAsync(jobId, coming));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long total = 0;
            var reported = time.GetTimestamp();
            while (await FillAsync(body, buffer.AsMemory(0, BufferBytes), silence, coming) is var read and > 0)
            {
                if (total == 0 && !ContainerSniffer.IsAccepted(buffer.AsSpan(0, read)))
                    throw NotAVideo();
                total += read;
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
            silence.CancelAfter(Timeout.InfiniteTimeSpan);
            var clip = await Store(() => upload.CompleteAsync(stop));
            report(total);
            return new ReceivedClip(clip, total, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Fills the buffer, so that writes are large and the first block has the container's complete first bytes.
    private static async Task<int> FillAsync(
        Stream body, Memory<byte> buffer, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = await body.ReadAsync(buffer[filled..], cancellationToken);
            if (read == 0)
                break;
            silence.CancelAfter(MaxSilence);
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
}
