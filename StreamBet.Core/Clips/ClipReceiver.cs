using System.Buffers;
using System.Security.Cryptography;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips;

/// <summary>A clip that is here whole.</summary>
/// <param name="Clip">Where.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">64 lower-case hex digits.</param>
internal sealed record ReceivedClip(StoredClip Clip, long Bytes, string Sha256);

/// <summary>The store could not take a clip's bytes.</summary>
internal sealed class ClipStorageException(Exception cause) : IOException(cause.Message, cause);

/// <summary>Streams a clip's bytes once: counted, hashed and written as they come, in constant memory.</summary>
internal sealed class ClipReceiver(IClipStore store, TimeProvider time, long maxBytes)
{
    /// <summary>An upload that brings no byte for so long is given up.</summary>
    internal static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(15);

    private const int BufferBytes = 256 * 1024;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Receives a clip.</summary>
    /// <param name="jobId">Whose clip it is.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="confirmEnd">Asked once the last byte is here; it throws when what follows is wrong.</param>
    /// <param name="report">Hears how many bytes are here, at most ten times a second.</param>
    /// <param name="gone">The sender has gone. It counts until the last byte is here, as silence does.</param>
    /// <param name="stop">The upload was cancelled.</param>
    internal async Task<ReceivedClip> ReceiveAsync(
        Guid jobId, Stream body, Func<CancellationToken, Task> confirmEnd, Action<long> report, CancellationToken gone,
        CancellationToken stop)
    {
        // Its own timer, since disposing of a bare one does not wait for a callback that has begun, and that would then throw on
        // a thread where nobody catches.
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

                // The disk and the processor work on the same bytes at the same time.
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

            // How long the store takes with what is here is no business of the sender's.
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

    // Fills the buffer, so that each write is large and the first block holds the container's first bytes whole.
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

    // Tells a failing disk from a failing connection: both throw IOException.
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
