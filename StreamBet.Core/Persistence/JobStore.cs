using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Persistence;

internal sealed class JobStore(StreamBetDb db) : IJobStore
{
    private static readonly JobState[] Ended = [JobState.Completed, JobState.Failed, JobState.Cancelled];

    public void Add(AnalysisJob job) => db.Jobs.Add(job);

    public Task<AnalysisJob?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        db.Jobs.FirstOrDefaultAsync(job => job.Id == id, cancellationToken);

    public async Task<AnalysisJob?> FindArrivedAsync(string sha256, long marketId, CancellationToken cancellationToken)
    {
        var jobs = await db.Jobs.Where(job => job.Sha256 == sha256).OrderByDescending(job => job.CreatedAt)
            .ThenByDescending(job => job.Id).ToListAsync(cancellationToken);
        return jobs.Find(job => job.MarketIds.Contains(marketId));
    }

    public async Task<IReadOnlyList<AnalysisJob>> UnfinishedAsync(CancellationToken cancellationToken) =>
        await db.Jobs.Where(job => !Ended.Contains(job.State)).OrderBy(job => job.CreatedAt)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<WaitingJob>> WaitingAsync(CancellationToken cancellationToken)
    {
        var jobs = await db.Jobs.Where(job => job.State == JobState.Queued || job.State == JobState.Analyzing)
            .Select(job => new { job.Id, job.State, job.MarketIds, At = job.TurnAt ?? job.CreatedAt, job.IsHeld, job.ServerId })
            .ToListAsync(cancellationToken);
        return
        [
            .. jobs.Select(job => new WaitingJob(job.Id, job.State, job.MarketIds.Count == 0, job.At, job.IsHeld ? job.ServerId : null))
                .OrderBy(job => (job.IsUnbound, job.TurnAt, job.Id)),
        ];
    }

    public async Task<IReadOnlyList<AnalysisJob>> WaitingOfAsync(string ownerId, CancellationToken cancellationToken) =>
        await db.Jobs.Where(job => job.OwnerId == ownerId && (job.State == JobState.Queued || job.State == JobState.Analyzing))
            .ToListAsync(cancellationToken);

    public Task<int> CountUnfinishedAsync(string? ownerId, CancellationToken cancellationToken) =>
        db.Jobs.CountAsync(
            job => !Ended.Contains(job.State) && (ownerId == null || job.OwnerId == ownerId), cancellationToken);

    public Task<int> CountWaitingAsync(CancellationToken cancellationToken) =>
        db.Jobs.CountAsync(job => job.State == JobState.Queued || job.State == JobState.Analyzing, cancellationToken);

    public async Task<IReadOnlyList<Guid>> IdsOfAsync(string ownerId, CancellationToken cancellationToken) =>
        await db.Jobs.Where(job => job.OwnerId == ownerId).OrderBy(job => job.CreatedAt).ThenBy(job => job.Id)
            .Select(job => job.Id).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<AnalysisJob>> OfOwnerAsync(
        string ownerId, string text, int skip, int count, CancellationToken cancellationToken) =>
        await db.Jobs.Where(job => job.OwnerId == ownerId).Where(db.Contains<AnalysisJob>(job => job.FileName, text))
            .OrderByDescending(job => job.CreatedAt).ThenByDescending(job => job.Id).Skip(skip).Take(count).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<KeptJob>> KeptOfClosedAsync(CancellationToken cancellationToken) =>
        await db.Jobs
            .Where(job => job.ForgottenAt == null && Ended.Contains(job.State)
                && db.People.Any(person => person.Id == job.OwnerId && person.ClosedAt != null))
            .Select(job => new KeptJob(job.Id, job.OwnerId)).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Guid>> EndedAsync(
        EndedJobs which, DateTimeOffset before, int skip, int count, CancellationToken cancellationToken)
    {
        var jobs = db.Jobs.Where(job => job.EndedAt <= before);
        jobs = which switch
        {
            EndedJobs.WithRemains => jobs.Where(job => job.ForgottenAt == null),
            EndedJobs.WithAnalysis => jobs.Where(job => db.Analyses.Any(analysis => analysis.JobId == job.Id)),
            _ => jobs.Where(job => (job.State == JobState.Failed || job.State == JobState.Cancelled)
                && !db.Markets.Any(market => market.JobId == job.Id
                    || (market.EndedAt == null && job.Sha256 != null && market.ClipSha256 == job.Sha256))),
        };
        return await jobs.OrderBy(job => job.EndedAt).ThenBy(job => job.Id).Skip(skip).Take(count).Select(job => job.Id).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<AnalysisJob>> CompletedAsync(string fileName, CancellationToken cancellationToken) =>
        await db.Jobs.Where(job => job.State == JobState.Completed && job.FileName == fileName)
            .OrderByDescending(job => job.CreatedAt).Take(20).ToListAsync(cancellationToken);

    public async Task<bool> IsAnalysedOutsideAsync(string sha256, long marketId, CancellationToken cancellationToken)
    {
        var others = await db.Jobs.Where(job => job.Sha256 == sha256 && job.StartedAt != null)
            .Select(job => job.MarketIds).ToListAsync(cancellationToken);
        return others.Any(marketIds => !marketIds.Contains(marketId));
    }

    public async Task<KeptAnalysis> SaveAnalysisAsync(
        Guid jobId, ClipAnalysis analysis, CancellationToken cancellationToken)
    {
        var json = AnalysisDocument.Write(analysis);
        var content = Pack(json);
        var stored = await db.Analyses.FirstOrDefaultAsync(entity => entity.JobId == jobId, cancellationToken);
        if (stored is null)
            db.Analyses.Add(new StoredAnalysis { JobId = jobId, Content = content });
        else
            stored.Content = content;
        return new KeptAnalysis(analysis, DigestOf(json));
    }

    public async Task DropAnalysisAsync(Guid jobId, CancellationToken cancellationToken)
    {
        if (await db.Analyses.FirstOrDefaultAsync(entity => entity.JobId == jobId, cancellationToken) is { } stored)
            db.Analyses.Remove(stored);
    }

    public async Task DropAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await DropAnalysisAsync(jobId, cancellationToken);
        if (await FindAsync(jobId, cancellationToken) is { } job)
            db.Jobs.Remove(job);
    }

    public async Task<KeptAnalysis?> FindAnalysisAsync(Guid jobId, CancellationToken cancellationToken) =>
        await FindAnalysisJsonAsync(jobId, cancellationToken) is { } json
            ? new KeptAnalysis(
                AnalysisDocument.Read(json), DigestOf(json))
            : null;

    public async Task<byte[]?> FindAnalysisJsonAsync(Guid jobId, CancellationToken cancellationToken)
    {
        var content = await db.Analyses.Where(entity => entity.JobId == jobId).Select(entity => entity.Content)
            .FirstOrDefaultAsync(cancellationToken);
        return content is null ? null : Unpack(content);
    }

    private static string DigestOf(byte[] json) => Convert.ToHexStringLower(SHA256.HashData(json));

    private static byte[] Pack(byte[] json)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
            brotli.Write(json);
        return packed.ToArray();
    }

    private static byte[] Unpack(byte[] content)
    {
        using var json = new MemoryStream();
        using (var brotli = new BrotliStream(new MemoryStream(content), CompressionMode.Decompress))
            brotli.CopyTo(json);
        return json.ToArray();
    }
}
