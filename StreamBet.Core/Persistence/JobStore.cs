using System.IO.Compression;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Analysis;

namespace StreamBet.Core.Persistence;

internal sealed class JobStore(StreamBetDb db) : IJobStore
{
    private static readonly JobState[] Ended = [JobState.Completed, JobState.Failed, JobState.Cancelled];

    public void Add(AnalysisJob job) => db.Jobs.Add(job);

    public Task<AnalysisJob?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        db.Jobs.FirstOrDefaultAsync(job => job.Id == id, cancellationToken);

    public async Task<IReadOnlyList<AnalysisJob>> UnfinishedAsync(CancellationToken cancellationToken) =>
        await db.Jobs.Where(job => !Ended.Contains(job.State)).OrderBy(job => job.CreatedAt)
            .ToListAsync(cancellationToken);

    public Task<int> CountUnfinishedAsync(string? ownerId, CancellationToken cancellationToken) =>
        db.Jobs.CountAsync(
            job => !Ended.Contains(job.State) && (ownerId == null || job.OwnerId == ownerId), cancellationToken);

    public async Task<bool> IsAnalysedOutsideAsync(string sha256, long marketId, CancellationToken cancellationToken)
    {
        var others = await db.Jobs.Where(job => job.Sha256 == sha256 && job.StartedAt != null)
            .Select(job => job.MarketIds).ToListAsync(cancellationToken);
        return others.Any(marketIds => !marketIds.Contains(marketId));
    }

    public async Task SaveAnalysisAsync(Guid jobId, VideoAnalysis analysis, CancellationToken cancellationToken)
    {
        var content = Pack(analysis);
        var stored = await db.Analyses.FirstOrDefaultAsync(entity => entity.JobId == jobId, cancellationToken);
        if (stored is null)
            db.Analyses.Add(new StoredAnalysis { JobId = jobId, Content = content });
        else
            stored.Content = content;
    }

    public async Task<VideoAnalysis?> FindAnalysisAsync(Guid jobId, CancellationToken cancellationToken)
    {
        var content = await db.Analyses.Where(entity => entity.JobId == jobId).Select(entity => entity.Content)
            .FirstOrDefaultAsync(cancellationToken);
        return content is null ? null : Unpack(content);
    }

    private static byte[] Pack(VideoAnalysis analysis)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
            JsonSerializer.Serialize(brotli, analysis, JsonSerializerOptions.Default);
        return packed.ToArray();
    }

    private static VideoAnalysis Unpack(byte[] content)
    {
        using var brotli = new BrotliStream(new MemoryStream(content), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<VideoAnalysis>(brotli, JsonSerializerOptions.Default)!;
    }
}
