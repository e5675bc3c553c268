using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Tests.Ledger;

namespace StreamBet.Tests.Markets.Histories;

/// <summary>The markets with all that is staked on them, as one would keep them with pencil and paper: no database,
/// nothing of the product's arithmetic. Each method is one transaction; it returns the code of a refusal, or
/// null.</summary>
internal sealed partial class PlainExchange(decimal takeRate)
{
    private const long FirstCredits = 1_000;

    private readonly SortedDictionary<string, long> _balances = new(StringComparer.Ordinal);
    private readonly List<string> _receipts = [];
    private long _take;

    public List<PlainMarket> Markets { get; private init; } = [];

    public List<PlainJob> Jobs { get; private init; } = [];

    public List<PlainStake> Stakes { get; private init; } = [];

    public PlainExchange Copy()
    {
        var copy = new PlainExchange(takeRate) { Markets = [.. Markets], Jobs = [.. Jobs], Stakes = [.. Stakes] };
        copy._receipts.AddRange(_receipts);
        copy._take = _take;
        foreach (var (person, balance) in _balances)
            copy._balances[person] = balance;
        return copy;
    }

    /// <summary>A copy with a change.</summary>
    public PlainExchange After(Action<PlainExchange> change)
    {
        var after = Copy();
        change(after);
        return after;
    }

    public PlainMarket? Find(long id) => Markets.Find(market => market.Id == id);

    public void Open(string host, string label, DateTimeOffset closesAt, string? clip, TimeSpan challenge, TimeSpan objection) =>
        Markets.Add(new PlainMarket(Markets.Count + 1, host, label, closesAt, clip)
        {
            ChallengeWindow = challenge,
            ObjectionWindow = objection,
        });

    public string? Edit(long id, string label, string by)
    {
        if (WhyNotRunBy(id, by) is { } refusal)
            return refusal;
        var market = Find(id)!;
        if (market.State != MarketState.Open || market.IsFrozen)
            return "criterion_frozen";
        if (market.Label == label)
            return null;
        Put(market with { Label = label, Revision = market.Revision + 1 });
        return null;
    }

    public string? Lock(long id, string by, DateTimeOffset now)
    {
        if (WhyNotRunBy(id, by) is { } refusal)
            return refusal;
        var market = Find(id)!;
        if (market.State != MarketState.Open)
            return "market_not_open";
        Put(market with { State = MarketState.Locked, LockedAt = now, ClosesAt = now });
        RefundIfOneSided(id, now);
        return null;
    }

    public string? Stake(string person, StakeRequest asked, DateTimeOffset now)
    {
        if (asked.Amount < 1)
            return "amount";
        if (Find(asked.MarketId) is not { } market)
            return "market_not_found";
        if (market.State != MarketState.Open || now >= market.ClosesAt)
            return "market_not_open";
        if (person == market.Host)
            return "own_market";
        if (asked.Revision != market.Revision)
            return "market_changed";

        // The first credits come with the first stake.
        var balance = _balances.GetValueOrDefault(person, FirstCredits);
        if (asked.Amount > balance)
            return "insufficient_credits";
        _balances[person] = balance - asked.Amount;
        Stakes.Add(new PlainStake(Stakes.Count + 1, market.Id, person, asked.Side, asked.Amount));
        Put(market with { IsFrozen = true });
        return null;
    }

    public string? Void(long id, string by, bool isOperator, DateTimeOffset now)
    {
        if (Find(id) is not { } market)
            return "market_not_found";
        if (!market.IsActive)
            return "market_ended";
        if (!isOperator && market.Host != by)
            return "not_host";
        if (isOperator && (market.PaysAt is not null || market.State == MarketState.Review))
            return "market_decided";
        if (!isOperator && market.IsClipHere)
            return "clip_is_here";
        if (market.IsClipHere && IsParty(market, by))
            return "may_not_rule";
        End(market, null, market.Host == by && !market.IsClipHere ? DecidedBy.Host : DecidedBy.Operator, now);
        return null;
    }

    // What its time asks of a market.
    public void Move(PlainMarket market, DateTimeOffset now)
    {
        if (market.State == MarketState.Review)
        {
            MoveReview(market, now);
        }
        else if (market.PaysAt is not null)
        {
            End(market, market.Verdict, DecidedBy.Clip, now);
        }
        else if (market.State == MarketState.Open)
        {
            Put(market with { State = MarketState.Locked, LockedAt = now });
            RefundIfOneSided(market.Id, now);
        }
        else
        {
            End(market, null, DecidedBy.Nobody, now);
        }
    }

    public IReadOnlyList<PlainMarket> BoundTo(PlainJob job) =>
        Markets.FindAll(market => market.Job == job.Id && market.PaysAt is null
            && market.State is (MarketState.Locked or MarketState.Deciding));

    public void Put(PlainJob job) => Jobs[Jobs.FindIndex(other => other.Id == job.Id)] = job;

    /// <summary>The same lines that <see cref="Books"/> reads from the database.</summary>
    public string Describe() => Books.Join(
        Markets.Select(market => Books.Line(
            market, OnSide(market, Outcome.Yes), OnSide(market, Outcome.No),
            Odds(market, Outcome.Yes), Odds(market, Outcome.No))),
        Stakes.Select(Books.Line), Jobs.Select(Books.Line), _balances, _take, _receipts);

    /// <summary>All credits of people and operator and in pools that have not ended; with each person came the
    /// first.</summary>
    public bool IsConserved() =>
        _balances.Values.Sum() + _take
            + Markets.Where(market => market.IsActive).Sum(market => Pool(market) + (market.Review?.Bonds.Sum(bond => bond.Bond) ?? 0))
            == _balances.Count * FirstCredits;

    private decimal? Odds(PlainMarket market, Outcome side)
    {
        var pool = Pool(market);
        return OnSide(market, side) is > 0 and var stakes ? (pool - Math.Floor(pool * takeRate)) / stakes : null;
    }

    private void RefundIfOneSided(long id, DateTimeOffset now)
    {
        var market = Find(id)!;
        if (OnSide(market, Outcome.Yes) == 0 != (OnSide(market, Outcome.No) == 0))
            End(market, null, DecidedBy.Nobody, now);
    }

    // A stake's share grows by the bonds of those who objected and were told that they were wrong.
    private void End(PlainMarket market, Outcome? outcome, DecidedBy who, DateTimeOffset now)
    {
        var contested = market.Review is { IsChallenge: false } review ? review.Proposed : market.Verdict;
        var areLost = who == DecidedBy.Operator && outcome == contested;
        var bonds = 0L;
        foreach (var (person, bond) in market.Review?.Bonds ?? [])
        {
            if (areLost)
                bonds += bond;
            else
                _balances[person] += bond;
        }

        var (pool, stakes) = (Pool(market), Counting(market));
        var take = outcome is { } side && OnSide(market, side) > 0 ? (long)Math.Floor(pool * takeRate) : 0;
        var claims = stakes.ConvertAll(stake => new PlainPayouts.Claim(stake.Id, stake.Side, stake.Amount));
        var returned = PlainPayouts.Settle(claims, outcome, take, bonds);
        foreach (var stake in stakes)
            Return(stake with { Returned = returned[stake.Id] });
        _take += take;
        Put(market with
        {
            State = outcome is null ? MarketState.Void : MarketState.Resolved,
            EndedAt = now,
            DecidedBy = who,
            PaysAt = null,
        });
        _receipts.Add(
            $"receipt {_receipts.Count + 1}: market {market.Id} {outcome} by {who}, {stakes.Count} stakes, "
            + $"{OnSide(market, Outcome.Yes)}/{OnSide(market, Outcome.No)} less {take} and {bonds}, {returned.Values.Sum()} paid, "
            + $"clip {ClipOf(market)?.Clip}");
    }

    private void Return(PlainStake stake)
    {
        Stakes[(int)stake.Id - 1].Returned.Should().BeNull("a stake is paid or refunded once");
        Stakes[(int)stake.Id - 1] = stake;
        _balances[stake.Person] += stake.Returned!.Value;
    }

    private string? WhyNotRunBy(long id, string by) => Find(id) switch
    {
        null => "market_not_found",
        var market => by == market.Host || by == People.Operator.Id ? null : "not_host",
    };

    private List<PlainStake> Counting(PlainMarket market) =>
        Stakes.FindAll(stake => stake.Market == market.Id && !stake.IsWithdrawn);

    private long Pool(PlainMarket market) => Counting(market).Sum(stake => stake.Amount);

    private long OnSide(PlainMarket market, Outcome side) =>
        Counting(market).Where(stake => stake.Side == side).Sum(stake => stake.Amount);

    private void Put(PlainMarket market) => Markets[(int)market.Id - 1] = market;
}
