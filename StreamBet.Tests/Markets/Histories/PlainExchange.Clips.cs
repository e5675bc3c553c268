using StreamBet.Core.Clips;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;

namespace StreamBet.Tests.Markets.Histories;

/// <summary>What happens to a market's clip: it is offered, it arrives, it fails, or it decides.</summary>
internal sealed partial class PlainExchange
{
    public string? Offer(PlainJob job, bool isOperator, DateTimeOffset now)
    {
        foreach (var id in job.Markets)
        {
            if (Find(id) is not { } market)
                return "market_not_found";
            if (!isOperator && market.Host != job.Uploader)
                return "not_host";
            if (!market.IsActive)
                return "market_ended";
            if (market.Job is not null)
                return "market_bound";
        }

        Jobs.Add(job);
        foreach (var market in job.Markets.Select(id => Find(id)!))
        {
            foreach (var stake in Counting(market).Where(stake => stake.Person == job.Uploader))
                Return(stake with { Returned = stake.Amount, IsWithdrawn = true });
            Put(market with { State = MarketState.Locked, LockedAt = market.LockedAt ?? now, Job = job.Id });
        }

        return null;
    }

    public string? Arrive(PlainJob job, string clip, DateTimeOffset now)
    {
        foreach (var market in BoundTo(job))
        {
            if (market.Clip is not null && market.Clip != clip)
                return "other_clip";
            var isKnown = Jobs.Exists(seen => seen.Clip == clip && seen.IsStarted && !seen.Markets.Contains(market.Id));
            if (isKnown && !market.IsClipHere)
                return "clip_known";
        }

        Put(job with { State = JobState.Queued, Clip = clip });
        foreach (var market in BoundTo(job))
        {
            Put(market with { Clip = clip, IsClipHere = true, State = MarketState.Deciding });
            RefundIfOneSided(market.Id, now);
        }

        return null;
    }

    // Its clip never came, or came and gave nothing.
    public void Fail(PlainJob job, DateTimeOffset now)
    {
        foreach (var market in BoundTo(job))
        {
            Put(market.Released(now));
            if (Find(market.Id)!.State == MarketState.Locked)
                RefundIfOneSided(market.Id, now);
        }

        Put(job with { State = JobState.Failed });
    }

    public void Decide(PlainMarket market, PlainJob job, DateTimeOffset now)
    {
        if (market is { State: not MarketState.Deciding } or { PaysAt: not null })
            return;
        if (job.Found == Finding.HalfOfTheClip)
        {
            Review(market, job, now);
            return;
        }

        var winner = job.Found == Finding.Dog && market.Label == "Dog" ? Outcome.Yes : Outcome.No;
        market = market with { Verdict = winner };
        Put(market);
        if (market.ChallengeWindow > TimeSpan.Zero && Pool(market) > 0)
            Put(market with { PaysAt = now + market.ChallengeWindow });
        else
            End(market, winner, DecidedBy.Clip, now);
    }
}
