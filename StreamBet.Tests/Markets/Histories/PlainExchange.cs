using StreamBet.Core.Clips;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Tests.Ledger;

namespace StreamBet.Tests.Markets.Histories;

/// <summary>The markets with all that is staked on them, as one would keep them with pencil and paper: no database,
/// nothing of the product's arithmetic. Each method is one transaction; it returns the code of a refusal, or
/// null.</summary>
internal sealed class PlainExchange(decimal takeRate)
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

    public PlainMarket? Find(long id) => Markets.Find(market => market.Id == id);

    public void Open(string host, string label, DateTimeOffset closesAt, string? clip) =>
        Markets.Add(new PlainMarket(Markets.Count + 1, host, label, closesAt, clip));

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

    public string? Arrive(PlainJob job, string clip)
    {
        foreach (var market in BoundTo(job))
        {
            if (market.Clip is not null && market.Clip != clip)
                return "other_clip";
            var isKnown = Jobs.Exists(seen => seen.Clip == clip && seen.IsStarted && !seen.Markets.Contains(market.Id));
            if (isKnown && !market.IsClipHere)
                return "clip_known";
        }

        foreach (var market in BoundTo(job))
            Put(market with { Clip = clip, IsClipHere = true, State = MarketState.Deciding });
        Put(job with { State = JobState.Queued, Clip = clip });
        return null;
    }

    // Its clip never came, or came and gave nothing.
    public void Fail(PlainJob job, DateTimeOffset now)
    {
        foreach (var market in BoundTo(job))
            Put(market.Released(now));
        Put(job with { State = JobState.Failed });
    }

    public void Decide(PlainMarket market, PlainJob job, DateTimeOffset now)
    {
        if (job.Found == Finding.HalfOfTheClip)
        {
            MakeVoid(market, now);
            return;
        }

        var winner = job.Found == Finding.Dog && market.Label == "Dog" ? Outcome.Yes : Outcome.No;
        var (pool, count) = (Pool(market), Counting(market).Count);
        var take = OnSide(market, winner) == 0 ? 0 : (long)Math.Floor(pool * takeRate);
        var paid = End(market, MarketState.Resolved, winner, take, now);
        _take += take;
        _receipts.Add(
            $"receipt {_receipts.Count + 1}: market {market.Id} {winner}, {count} stakes, "
            + $"{OnSide(market, Outcome.Yes)}/{OnSide(market, Outcome.No)} less {take}, {paid} paid, clip {job.Clip}");
    }

    public string? Void(long id, string by, bool isOperator, DateTimeOffset now)
    {
        if (Find(id) is not { } market)
            return "market_not_found";
        if (!market.IsActive)
            return "market_ended";
        if (!isOperator && market.Host != by)
            return "not_host";
        if (!isOperator && market.IsClipHere)
            return "clip_is_here";
        MakeVoid(market, now);
        return null;
    }

    // What its time asks of a market.
    public void Move(PlainMarket market, DateTimeOffset now)
    {
        if (market.State == MarketState.Open)
            Put(market with { State = MarketState.Locked, LockedAt = now });
        else
            MakeVoid(market, now);
    }

    public IReadOnlyList<PlainMarket> BoundTo(PlainJob job) =>
        Markets.FindAll(market => market.Job == job.Id && market.IsActive);

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
        _balances.Values.Sum() + _take + Markets.Where(market => market.IsActive).Sum(Pool)
            == _balances.Count * FirstCredits;

    private decimal? Odds(PlainMarket market, Outcome side)
    {
        var pool = Pool(market);
        return OnSide(market, side) is > 0 and var stakes ? (pool - Math.Floor(pool * takeRate)) / stakes : null;
    }

    private void MakeVoid(PlainMarket market, DateTimeOffset now) => End(market, MarketState.Void, null, 0, now);

    private long End(PlainMarket market, MarketState state, Outcome? winner, long take, DateTimeOffset now)
    {
        var stakes = Counting(market);
        var claims = stakes.ConvertAll(stake => new PlainPayouts.Claim(stake.Id, stake.Side, stake.Amount));
        var returned = winner is { } side
            ? PlainPayouts.Settle(claims, side, take)
            : claims.ToDictionary(claim => claim.Id, claim => claim.Amount);
        foreach (var stake in stakes)
            Return(stake with { Returned = returned[stake.Id] });
        Put(market with { State = state, EndedAt = now });
        return returned.Values.Sum();
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
