using System.Security.Cryptography;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Media.Sample;
using StreamBet.Web.Shared.Jobs;

namespace StreamBet.Web.Features.Clips;

/// <summary>What this server found in its own sample clip, once somebody sent that clip.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Analysis">Its analysis.</param>
/// <param name="Timeline">The lanes that say most.</param>
/// <param name="Decided">The practice markets that it decided.</param>
internal sealed record SampleAnalysis(Guid JobId, ClipAnalysis Analysis, TimelineData Timeline, IReadOnlyList<Market> Decided);

/// <summary>Finds the sample clip's analysis. It is the same for everyone and belongs to no one: the server drew the clip.</summary>
internal sealed class KnownSample(IUnitOfWorkFactory work, SampleClip sample)
{
    private const int MaxLanes = 3;

    private SampleAnalysis? _found;

    /// <summary>The analysis; null while nobody has sent the sample clip.</summary>
    /// <exception cref="RefusedException">The clip can't be made here (503).</exception>
    public async Task<SampleAnalysis?> FindAsync(CancellationToken cancellationToken) => _found ??= await ReadAsync(cancellationToken);

    private async Task<SampleAnalysis?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var named = await unit.Jobs.CompletedAsync(SampleEndpoint.FileName, cancellationToken);

        // Making the clip takes seconds, so it is made only if a clip has its name.
        if (named.Count == 0)
            return null;
        var digest = Convert.ToHexStringLower(SHA256.HashData((await sample.GetAsync(cancellationToken)).Span));
        if (named.FirstOrDefault(job => job.Sha256 == digest) is not { } job
            || await unit.Jobs.FindAnalysisAsync(job.Id, cancellationToken) is not { Content: var analysis })
        {
            return null;
        }

        var markets = new List<Market>();
        foreach (var id in job.MarketIds)
        {
            // Practice markets alone: their questions are the server's own words.
            if (await unit.Markets.FindAsync(id, cancellationToken) is { Outcome: not null, IsPractice: true } market && market.JobId == job.Id)
                markets.Add(market);
        }

        var timeline = TimelineData.Of(new JobView(job, markets, null, analysis), analysis);
        var lanes = timeline.Lanes.Where(lane => lane.At.Count > 0).OrderByDescending(lane => lane.Marks.Count > 0).Take(MaxLanes);
        return new SampleAnalysis(job.Id, analysis, timeline with { Lanes = [.. lanes] }, markets);
    }
}
