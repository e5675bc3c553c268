using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.Rule;

namespace StreamBet.Tests.Markets.Histories;

/// <content>What people say in reviews.</content>
internal sealed partial class PlainExchange
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public string? Propose(long id, string by, Outcome? outcome, DateTimeOffset now)
    {
        if (Find(id) is not { } market)
            return "market_not_found";
        if (market.Host != by)
            return "not_host";
        if (!market.IsActive)
            return "market_ended";
        if (market.Review is { IsForOperator: true })
            return "only_operator";
        if (market.Review is not { Step: ReviewStep.Proposal } review || now >= review.Deadline)
            return "not_proposable";
        var until = now + market.ObjectionWindow;
        Put(market with
        {
            Review = review with
            {
                Step = ReviewStep.Objections,
                ProposedBy = by,
                Proposed = outcome,
                ObjectionsUntil = until,
                Deadline = until,
            },
        });
        return null;
    }

    public string? Object(long id, string by, DateTimeOffset now)
    {
        if (Find(id) is not { } market)
            return "market_not_found";
        if (!market.IsActive)
            return "market_ended";
        var review = market.Review;
        if (review is null ? market.PaysAt is null : review is { IsChallenge: false, ProposedBy: null })
            return "nothing_to_object";
        if (now >= (review is { IsChallenge: false } ? review.ObjectionsUntil : market.PaysAt))
            return "objection_too_late";
        if (review?.ProposedBy == by)
            return "nothing_to_object";
        if (review?.Bonds.Any(bond => bond.Person == by) == true)
            return "objected_before";
        var contested = review is { IsChallenge: false } ? review.Proposed : market.Verdict;
        var own = Counting(market).FindAll(stake => stake.Person == by);
        if (!own.Exists(stake => stake.Side != contested))
            return "nothing_to_lose";
        var bond = Math.Max(10, own.Sum(stake => stake.Amount) / 10);
        if (_balances[by] < bond)
            return "insufficient_credits";
        _balances[by] -= bond;
        review ??= new PlainReview(ReviewStep.Ruling, now + Day, IsChallenge: true, IsForOperator: true);
        Put(market with
        {
            State = MarketState.Review,
            Review = review with
            {
                Objections = review.Objections.Length == 0 ? $"{by} {bond}" : $"{review.Objections}, {by} {bond}",
                Deadline = review.Step == ReviewStep.Ruling ? review.Deadline : now + Day,
                Step = ReviewStep.Ruling,
            },
        });
        return null;
    }

    public string? Comment(long id, string by)
    {
        if (Find(id) is not { } market)
            return "market_not_found";
        if (market.Host != by)
            return "not_host";
        if (!market.IsActive)
            return "market_ended";
        if (market.Review is not { IsChallenge: true, HasComment: false } review)
            return "not_commentable";
        Put(market with { Review = review with { HasComment = true } });
        return null;
    }

    public string? Rule(long id, string by, bool isOperator, Outcome? outcome, DateTimeOffset now)
    {
        if (Find(id) is not { } market)
            return "market_not_found";
        if (!isOperator || IsParty(market, by))
            return "may_not_rule";
        if (!market.IsActive)
            return "market_ended";
        if (market.Review is not { Step: ReviewStep.Ruling } review || now >= review.Deadline)
            return "not_rulable";
        End(market, outcome, DecidedBy.Operator, now);
        return null;
    }

    // Who has to do with a market ends it no more once its clip is here.
    private bool IsParty(PlainMarket market, string by) =>
        market.Host == by || ClipOf(market)?.Uploader == by
        || market.Review?.ProposedBy == by || market.Review?.Bonds.Any(bond => bond.Person == by) == true
        || Counting(market).Exists(stake => stake.Person == by);

    // The clip that is bound, or the last that came for it and gave nothing.
    private PlainJob? ClipOf(PlainMarket market) =>
        Jobs.Find(job => job.Id == market.Job) is { Clip: not null } bound ? bound
        : market.IsClipHere ? Jobs.FindLast(job => job.Clip == market.Clip && job.Markets.Contains(market.Id))
        : Jobs.Find(job => job.Id == market.Job);

    private void Review(PlainMarket market, PlainJob job, DateTimeOffset now) => Put(market with
    {
        State = MarketState.Review,
        Review = new PlainReview(
            job.SharesFrames ? ReviewStep.Proposal : ReviewStep.Ruling, now + Day, IsChallenge: false, IsForOperator: !job.SharesFrames),
    });

    private void MoveReview(PlainMarket market, DateTimeOffset now)
    {
        switch (market.Review!)
        {
            case { Step: ReviewStep.Proposal } review:
                Put(market with { Review = review with { Step = ReviewStep.Ruling, Deadline = review.Deadline + Day } });
                break;
            case { Step: ReviewStep.Objections } review:
                End(market, review.Proposed, DecidedBy.Host, now);
                break;
            case { IsChallenge: true }:
                End(market, market.Verdict, DecidedBy.Clip, now);
                break;
            default:
                End(market, null, DecidedBy.Nobody, now);
                break;
        }
    }
}
