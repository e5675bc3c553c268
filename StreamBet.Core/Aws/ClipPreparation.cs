using System.Security.Cryptography;
using StreamBet.Core.Aws.Storage;
using StreamBet.Core.Clips;
using StreamBet.Core.LocalFiles;
using StreamBet.Core.Media;

namespace StreamBet.Core.Aws;

/// <summary>Makes sure that the bucket holds a copy that Rekognition accepts: the clip itself, which is usually there
/// since its upload, or a conversion of it.</summary>
internal sealed class ClipPreparation(FolderClipStore folder, ClipCopies copies, IClipConverter converter)
{
    /// <summary>Returns the copy; converts and uploads the clip first if needed.</summary>
    /// <exception cref="AnalysisFailedException">The clip could not be converted.</exception>
    public async Task<ClipCopy> EnsureAsync(
        AnalysisRequest request, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        var isConverted = IClipConverter.IsNeeded(request.Video);
        ClipCopy? ready = null;
        foreach (var copy in await copies.OfJobAsync(request.JobId, cancellationToken))
        {
            if (copy.IsComplete && copy.ConvertedSha256 is not null == isConverted)
                ready = copy;
            else
                await copies.DeleteAsync(copy, cancellationToken);
        }

        if (ready is not null)
            return ready;
        return isConverted
            ? await ConvertAsync(request, observer, cancellationToken)
            : await SendAsync(request.JobId, request.Clip.Path, null, 0, observer, cancellationToken);
    }

    /// <summary>Replaces a copy that no longer exists in the bucket.</summary>
    /// <exception cref="AnalysisFailedException">The clip could not be converted.</exception>
    public async Task<ClipCopy> RenewAsync(
        AnalysisRequest request, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        await copies.DeleteAsync(request.JobId, cancellationToken);
        return await EnsureAsync(request, observer, cancellationToken);
    }

    private async Task<ClipCopy> ConvertAsync(
        AnalysisRequest request, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        var path = folder.ConvertedPathOf(request.JobId);
        try
        {
            observer.Report(Progress(AnalysisStep.Converting));
            var damaged = await converter.ConvertAsync(
                request.Clip.Path, request.Video, path,
                at => observer.Report(Progress(AnalysisStep.Converting) with { At = at }), cancellationToken);
            var sha256 = await DigestAsync(path, cancellationToken);
            return await SendAsync(request.JobId, path, sha256, damaged, observer, cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<ClipCopy> SendAsync(
        Guid jobId, string path, string? convertedSha256, int damagedPictures, IAnalysisObserver observer,
        CancellationToken cancellationToken)
    {
        var bytes = new FileInfo(path).Length;
        var report = (long sent) => observer.Report(
            Progress(AnalysisStep.Sending) with
            {
                BytesSent = sent,
                BytesToSend = bytes,
                Service = BucketCheck.ServiceName,
            });
        report(0);
        var copy = await copies.SendAsync(jobId, path, PartsOf(bytes).ToAsyncEnumerable(), report, cancellationToken);
        return await copies.CompleteAsync(copy, convertedSha256, damagedPictures, cancellationToken);
    }

    private static AnalysisProgress Progress(AnalysisStep step) => new(0, null, null, null, 0) { Step = step };

    private static IEnumerable<ClipCopies.Part> PartsOf(long bytes)
    {
        for (var (number, offset) = (1, 0L); offset < bytes; number++, offset += ClipCopies.PartBytes)
            yield return new ClipCopies.Part(number, offset, (int)Math.Min(ClipCopies.PartBytes, bytes - offset));
    }

    private static async Task<string> DigestAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}
