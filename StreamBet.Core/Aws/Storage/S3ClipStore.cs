using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Aws.Calls;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.LocalFiles;

namespace StreamBet.Core.Aws.Storage;

/// <summary>Stores clips in a folder, for the probe and the evidence frames, and in a bucket, where Rekognition reads
/// them. An MP4 or MOV is sent to the bucket while it is still being received; other clips are sent later, after their
/// conversion.</summary>
internal sealed partial class S3ClipStore(
    FolderClipStore folder, ClipCopies copies, BucketCheck bucket, ILogger<S3ClipStore> logger) : IClipStore
{
    /// <inheritdoc/>
    public async Task<IClipUpload> BeginAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await copies.DeleteAsync(jobId, cancellationToken);
        return new Upload(this, jobId, await folder.BeginAsync(jobId, cancellationToken));
    }

    /// <inheritdoc/>
    public StoredClip? Find(Guid jobId) => folder.Find(jobId);

    /// <inheritdoc/>
    public async Task DeleteAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await folder.DeleteAsync(jobId, cancellationToken);
        await copies.DeleteAsync(jobId, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<int> SweepAsync(Func<Task<IReadOnlySet<Guid>>> readKept, CancellationToken cancellationToken)
    {
        // Only marks them as leftovers, so that the start does not wait for S3; the sweeper deletes them.
        await copies.MarkLeftoversAsync(readKept, cancellationToken);
        return await folder.SweepAsync(readKept, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Readiness> InspectAsync(CancellationToken cancellationToken)
    {
        var readiness = await bucket.InspectAsync(cancellationToken);
        return readiness with { Leftovers = await copies.CountLeftoversAsync(cancellationToken) };
    }

    [LoggerMessage(401, LogLevel.Error, "Job {JobId}: could not send the clip to S3.")]
    private partial void LogNotSent(Exception exception, Guid jobId);

    private async Task SendAsync(Guid jobId, Channel<ClipCopies.Part> parts, CancellationToken cancellationToken)
    {
        var copy = await copies.SendAsync(
            jobId, folder.UnfinishedPathOf(jobId), parts.Reader.ReadAllAsync(cancellationToken), _ => { }, cancellationToken);
        await copies.CompleteAsync(copy, convertedSha256: null, damagedPictures: 0, cancellationToken);
    }

    private sealed class Upload(S3ClipStore store, Guid jobId, IClipUpload file) : IClipUpload
    {
        // Unbounded, but small: an entry is three numbers, and the largest clip has few parts.
        private readonly Channel<ClipCopies.Part> _parts = Channel.CreateUnbounded<ClipCopies.Part>();
        private readonly CancellationTokenSource _stop = new();
        private Task? _sending;
        private int _number;
        private long _offered;
        private long _written;

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            await file.WriteAsync(bytes, cancellationToken);
            if (_written == 0 && ContainerSniffer.Recognise(bytes.Span) == ClipContainer.Mp4OrMov)
                _sending = store.SendAsync(jobId, _parts, _stop.Token);
            _written += bytes.Length;
            if (_sending is null)
                return;
            while (_written - _offered >= ClipCopies.PartBytes)
                Offer(ClipCopies.PartBytes);
            if (_sending.IsCompleted)
                await FinishSendingAsync(cancellationToken);
        }

        public async Task<StoredClip> CompleteAsync(CancellationToken cancellationToken)
        {
            if (_sending is not null)
            {
                if (_written > _offered)
                    Offer((int)(_written - _offered));
                _parts.Writer.Complete();
                await FinishSendingAsync(cancellationToken);
            }

            return await file.CompleteAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            // Stops sending first: a part must not arrive after the clip was deleted.
            await _stop.CancelAsync();
            if (_sending is not null)
                await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
            await file.DisposeAsync();
        }

        private void Offer(int bytes)
        {
            _parts.Writer.TryWrite(new ClipCopies.Part(++_number, _offered, bytes));
            _offered += bytes;
        }

        private async Task FinishSendingAsync(CancellationToken cancellationToken)
        {
            try
            {
                await _sending!.WaitAsync(cancellationToken);
            }
            catch (Exception exception) when (AwsFault.Of(exception) is { } fault)
            {
                store.LogNotSent(exception, jobId);
                throw new RefusedException(new Refusal(RefusalKind.Unavailable, fault.Code, fault.Sentence)
                {
                    IsPassing = !fault.IsAboutClip,
                });
            }
        }
    }
}
