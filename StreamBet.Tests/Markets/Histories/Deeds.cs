using Microsoft.Extensions.Hosting;
using StreamBet.Core.Clips;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Tests.Markets.Histories;

/// <summary>What each kind of step comes to.</summary>
internal sealed class Deeds
{
    private readonly Step _step;
    private readonly PlainExchange _before;
    private readonly DateTimeOffset _now;
    private readonly long _id;
    private readonly PlainMarket? _market;
    private readonly Caller _caller;
    private readonly ClipDeeds _clips;

    private Deeds(Step step, PlainExchange before, DateTimeOffset now)
    {
        (_step, _before, _now) = (step, before, now);

        // One of the markets, or now and then one that is not there.
        var count = before.Markets.Count;
        _id = step.Which == Step.Missing ? count + 1 : step.Which % Math.Max(1, count) + 1;
        _market = before.Find(_id);
        _caller = People.At(step.Who, _market);
        _clips = new ClipDeeds(step, before, now);
    }

    private string Label => _step.How % 3 == 0 ? "Cat" : "Dog";

    private Outcome? Said => (_step.How % 3) switch { 0 => Outcome.Yes, 1 => Outcome.No, _ => null };

    private Ending Ending => new(Said, "So it is.", TimeSpan.FromSeconds(2));

    /// <summary>What a step comes to; null for one that cannot happen now, since there is no clip for it.</summary>
    public static Deed? Of(Step step, PlainExchange before, DateTimeOffset now) =>
        new Deeds(step, before, now).Choose();

    /// <summary>What is next after a restart: an upload that was cut off; null when there is none.</summary>
    public static Deed? Recovery(PlainExchange before, DateTimeOffset now) =>
        before.Jobs.Find(job => job.State == JobState.Uploading) is { } cut
            ? new ClipDeeds(new Step(Act.CutOff, 0, 0, 0, 0, 0), before, now).CutOff(cut)
            : null;

    private Deed? Choose() => _step.Act switch
    {
        Act.Open => Open(),
        Act.Edit => Deed.One(
            _before, plain => plain.Edit(_id, Label, _caller.Id),
            exchange => exchange.Markets.EditAsync(_id, $"Will a {Label} be seen?", Criterion(), _caller, default)),
        Act.Lock => Deed.One(
            _before, plain => plain.Lock(_id, _caller.Id, _now),
            exchange => exchange.Markets.LockAsync(_id, _caller, default)),
        Act.Stake => Stake(1),
        Act.StakeTogether => Stake(3),
        Act.Offer => _clips.Offer(_caller, [_id]),
        Act.OfferForTwo => _clips.Offer(People.At(_step.Who, null), [_id, _id % _before.Markets.Count + 1]),
        Act.Arrive => _clips.With(job => job.State == JobState.Uploading, _clips.Arrive),
        Act.CutOff => _clips.With(job => job.State == JobState.Uploading, _clips.CutOff),
        Act.BreakDown => _clips.With(job => job.IsHere, _clips.BreakDown),
        Act.Decide => _clips.With(job => job.IsHere, _clips.Decide),
        Act.Ask => _clips.With(_ => true, job => _clips.Ask(job, _id, _caller)),
        Act.Void => Deed.One(
            _before, plain => plain.Void(_id, _caller.Id, _caller.IsOperator, _now),
            exchange => exchange.Markets.VoidAsync(_id, "So it is.", _caller, default)),
        Act.Propose => Deed.One(
            _before, plain => plain.Propose(_id, _caller.Id, Said, _now),
            exchange => exchange.Get<ReviewService>().ProposeAsync(_id, Ending, _caller, default)),
        Act.Object => Deed.One(
            _before, plain => plain.Object(_id, _caller.Id, _now),
            exchange => exchange.Get<ReviewService>().ObjectAsync(_id, "It is not so.", null, _caller, default)),
        Act.Comment => Deed.One(
            _before, plain => plain.Comment(_id, _caller.Id),
            exchange => exchange.Get<ReviewService>().CommentAsync(_id, "It is so.", _caller, default)),
        Act.Rule => Deed.One(
            _before, plain => plain.Rule(_id, _caller.Id, _caller.IsOperator, Said, _now),
            exchange => exchange.Get<ReviewService>().RuleAsync(_id, Ending, _caller, default)),
        Act.Wait => Tick(),
        _ => throw new InvalidOperationException($"{_step.Act} is not known."),
    };

    private Criterion Criterion() => new() { Labels = [Label] };

    private Deed Open()
    {
        var (host, label) = (People.At(_step.Who), Label);
        var closesIn = TimeSpan.FromMinutes(new[] { 0.5, 60, 60, 1_440, 1_440, 1_440 }[_step.How]);
        var clip = _step.How == 4 ? _clips.Clip : null;
        var challenge = TimeSpan.FromMinutes(new[] { 0, 2, 60 }[_step.Which % 3]);
        var objection = TimeSpan.FromMinutes(new[] { 10, 60, 1_440 }[_step.Which / 3 % 3]);
        return Deed.One(
            _before,
            plain =>
            {
                plain.Open(host.Id, label, _now + closesIn, clip, challenge, objection);
                return null;
            },
            exchange => exchange.Markets.OpenAsync(
                new NewMarket($"Will a {label} be seen?", Criterion())
                {
                    ClosesIn = closesIn,
                    ClipSha256 = clip,
                    ChallengeWindow = challenge,
                    ObjectionWindow = objection,
                    Closing = Closing.None,
                },
                host, default));
    }

    // All that stake together are written together, as if they had come while another was being written.
    private Deed Stake(int people)
    {
        var side = _step.How % 2 == 0 ? Outcome.Yes : Outcome.No;
        var revision = (_market?.Revision ?? 1) + (_step.Who == 13 ? 1 : 0);
        var request = new StakeRequest(_id, side, _step.Amount, revision);
        var asked = Enumerable.Range(0, people).Select(number => People.At(_step.Who + number)).ToList();
        var after = _before.Copy();
        var answers = asked.ConvertAll(person => after.Stake(person.Id, request, _now) ?? Deed.Done);
        return new Deed([_before, after], answers, async (exchange, given) =>
        {
            List<Task<string>> staking;
            await using (await exchange.Work.BeginAsync(default))
            {
                staking = asked.ConvertAll(person =>
                    Deed.AnswerAsync(() => exchange.Staking.StakeAsync(request, person, default)));
            }

            await Task.WhenAll(staking).ContinueWith(_ => { }, TaskScheduler.Default);
            given.AddRange(staking.Where(task => task.IsCompletedSuccessfully).Select(task => task.Result));
            await Task.WhenAll(staking);
        });
    }

    private Deed Tick()
    {
        // The longest due first; what falls due by it comes after.
        var stages = new List<PlainExchange> { _before };
        bool hasMoved;
        do
        {
            hasMoved = false;
            foreach (var id in stages[^1].Markets.Where(market => market.DueAt <= _now).OrderBy(market => market.DueAt)
                .ThenBy(market => market.Id).Select(market => market.Id).ToList())
            {
                stages.Add(stages[^1].After(plain => plain.Move(plain.Find(id)!, _now)));
                hasMoved = true;
            }
        }
        while (hasMoved);

        return new Deed(stages, [], (exchange, _) =>
            exchange.Get<IEnumerable<IHostedService>>().OfType<MarketClock>().Single().TickAsync(default));
    }
}
