using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Aws.Calls;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.LocalFiles;

namespace StreamBet.Core.Aws.Storage;

/// <summary>Holds clips in a folder, for the probe and the evidence frames, and at the same time in a bucket, where
/// Rekognition reads them: an MP4 or MOV goes there while it still comes in. What Rekognition does not take is sent later,
/// once it was converted.</summary>
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
    public async Task<int> SweepAsync(IReadOnlySet<Guid> keep, CancellationToken cancellationToken)
    {
        // The start of the server does not wait for S3: the sweeper does.
        await copies.LeaveAllButAsync(keep, cancellationToken);
        return await folder.SweepAsync(keep, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Readiness> InspectAsync(CancellationToken cancellationToken)
    {
        var readiness = await bucket.InspectAsync(cancellationToken);
        return readiness with { Leftovers = await copies.CountLeftoversAsync(cancellationToken) };
    }

    [LoggerMessage(401, LogLevel.Error, "Job {JobId}: the clip could not be sent to S3.")]
    private partial void LogNotSent(Exception exception, Guid jobId);

    private async Task SendAsync(Guid jobId, Channel<ClipCopies.Part> parts, CancellationToken cancellationToken)
    {
        var copy = await copies.SendAsync(
            jobId, folder.UnfinishedPathOf(jobId), parts.Reader.ReadAllAsync(cancellationToken), _ => { }, cancellationToken);
        await copies.CompleteAsync(copy, convertedSha256: null, damagedPictures: 0, cancellationToken);
    }

    private sealed class Upload(S3ClipStore store, Guid jobId, IClipUpload file) : IClipUpload
    {
        // As many as the largest clip has; each is three numbers.
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
            // No part may arrive after whoever gives the clip up has deleted it.
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
