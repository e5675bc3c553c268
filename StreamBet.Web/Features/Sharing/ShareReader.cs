using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.Verdicts;

namespace StreamBet.Web.Features.Sharing;

/// <summary>Reads what a link to a market says, as anyone may see it.</summary>
internal sealed class ShareReader(
    IUnitOfWorkFactory work, IFrameStore frames, IClipAnalyzer analyzer, IOptions<StreamBetOptions> options, TimeProvider time)
{
    /// <summary>What a link to a market says; null if there is no such market, or the operator took it off the lists.</summary>
    public async Task<(ShareFacts Facts, PublicFrame? Frame)?> FindAsync(long marketId, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        if (await unit.Markets.FindAsync(marketId, cancellationToken) is not { IsUnlisted: false } market)
            return null;
        var facts = ShareFacts.Of(MarketView.Of(market, options.Value, time.GetUtcNow())) with
        {
            AsksSomethingElse = !QuestionWords.AsksFor(market.Event, market.Criterion, analyzer.Vocabulary),
        };
        var frame = facts.Outcome is null ? null : await PublicFrame.FindAsync(unit, frames, market, cancellationToken);
        return (facts, frame);
    }

    /// <summary>The JPEG of a frame; null if it was deleted meanwhile.</summary>
    public Task<byte[]?> FindFrameAsync(PublicFrame frame) => frames.FindAsync(frame.JobId, frame.At, CancellationToken.None);
}
