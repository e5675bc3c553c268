using Microsoft.Extensions.Hosting;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets.Histories;

/// <summary>What each kind of step comes to. Clips are played by their jobs, as the way of a clip writes
/// them.</summary>
internal sealed class Deeds
{
    private readonly Step _step;
    private readonly PlainExchange _before;
    private readonly DateTimeOffset _now;
    private readonly long _id;
    private readonly PlainMarket? _market;
    private readonly Caller _caller;

    private Deeds(Step step, PlainExchange before, DateTimeOffset now)
    {
        (_step, _before, _now) = (step, before, now);

        // One of the markets, or now and then one that is not there.
        var count = before.Markets.Count;
        _id = step.Which == Step.Missing ? count + 1 : step.Which % Math.Max(1, count) + 1;
        _market = before.Find(_id);
        _caller = People.At(step.Who, _market);
    }

    private string Label => _step.How % 3 == 0 ? "Cat" : "Dog";

    private string Clip => new("abc"[_step.How % 3], 64);

    private Outcome? Said => (_step.How % 3) switch { 0 => Outcome.Yes, 1 => Outcome.No, _ => null };

    private Ending Ending => new(Said, "So it is.", TimeSpan.FromSeconds(2));

    /// <summary>What a step comes to; null for one that cannot happen now, since there is no clip for it.</summary>
    public static Deed? Of(Step step, PlainExchange before, DateTimeOffset now) =>
        new Deeds(step, before, now).Choose();

    /// <summary>What is next after a restart: an upload that was cut off; null when there is none.</summary>
    public static Deed? Recovery(PlainExchange before, DateTimeOffset now) =>
        before.Jobs.Find(job => job.State == JobState.Uploading) is { } cut
            ? new Deeds(new Step(Act.CutOff, 0, 0, 0, 0, 0), before, now).CutOff(cut)
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
        Act.Offer => Offer(_caller, [_id]),
        Act.OfferForTwo => Offer(People.At(_step.Who, null), [_id, _id % _before.Markets.Count + 1]),
        Act.Arrive => With(job => job.State == JobState.Uploading, Arrive),
        Act.CutOff => With(job => job.State == JobState.Uploading, CutOff),
        Act.BreakDown => With(job => job.IsHere, BreakDown),
        Act.Decide => With(job => job.IsHere, Decide),
        Act.Ask => With(_ => true, Ask),
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
        var clip = _step.How == 4 ? Clip : null;
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

    private Deed Offer(Caller caller, IReadOnlyList<long> markets)
    {
        var job = new PlainJob(new Guid(_before.Jobs.Count + 1, 0, 0, new byte[8]), [.. markets.Distinct()], caller.Id)
        {
            SharesFrames = _step.How != 0,
        };
        return Deed.One(_before, plain => plain.Offer(job, caller.IsOperator, _now), async exchange =>
        {
            await using var unit = await exchange.Work.BeginAsync(default);
            var offered = AnalysisJob.Offer(job.Id, caller.Id, "clip.mp4", job.Markets, job.SharesFrames, _now);
            unit.Jobs.Add(offered);
            await exchange.Binding.BindAsync(unit, offered, caller, default);
            await unit.CommitAsync(default);
        });
    }

    // A clip that is refused when it is here never came, as far as its markets go.
    private Deed Arrive(PlainJob job)
    {
        var taken = Deed.One(
            _before,
            plain => plain.Arrive(job, Clip, _now),
            exchange => WriteAsync(exchange, job, async (unit, kept) =>
            {
                kept.Accept(Clip, 1_000, Analyses.Of(30).Video, _now);
                await exchange.Binding.AcceptClipAsync(unit, kept, default);
            }));
        if (taken.Answers[0] == Deed.Done)
            return taken;
        var refused = CutOff(job);
        return refused with
        {
            Answers = taken.Answers,
            DoAsync = async (exchange, answers) =>
            {
                await taken.DoAsync(exchange, answers);
                await refused.DoAsync(exchange, []);
            },
        };
    }

    private Deed CutOff(PlainJob job) => Deed.One(
        _before,
        plain => Fail(plain, job),
        exchange => WriteAsync(exchange, job, async (unit, kept) =>
        {
            kept.Fail("upload_incomplete", "It broke off.", isPassing: true, _now);
            await exchange.Binding.ReleaseAsync(unit, kept, Caller.SystemId, "It broke off.", default);
        }));

    private Deed BreakDown(PlainJob job)
    {
        var started = Started(job);
        var failed = started.Copy();
        Fail(failed, failed.Jobs.Find(other => other.Id == job.Id)!);
        return Deed.Many([_before, started, failed], async exchange =>
        {
            await StartAsync(exchange, job);
            await WriteAsync(exchange, job, async (unit, kept) =>
            {
                kept.Fail("model_failed", "It broke down.", isPassing: true, _now);
                await exchange.Binding.FailAsync(unit, kept, "It broke down.", default);
            });
        });
    }

    // What was found before a crash stands, as the pipeline has it.
    private Deed Decide(PlainJob job)
    {
        var finding = job.Found ?? (Finding)(_step.How % 3);
        var stages = new List<PlainExchange> { _before, Started(job) };
        var found = stages[1].Jobs.Find(other => other.Id == job.Id)! with { Found = finding };
        stages.Add(Next(stages, plain => plain.Put(found)));
        foreach (var market in _before.BoundTo(job))
            stages.Add(Next(stages, plain => plain.Decide(market, found, _now)));
        stages.Add(Next(stages, plain => plain.Put(found with { State = JobState.Completed })));
        return Deed.Many(stages, async exchange =>
        {
            await StartAsync(exchange, job);
            KeptAnalysis? analysis = null;
            AnalysisJob? started = null;
            await WriteAsync(exchange, job, async (unit, kept) =>
            {
                started = kept;
                analysis = await unit.Jobs.FindAnalysisAsync(job.Id, default)
                    ?? await unit.Jobs.SaveAnalysisAsync(job.Id, Analysis(finding), default);
            });
            await exchange.Binding.DecideAsync(started!, analysis!, default);
            await WriteAsync(exchange, job, (_, kept) =>
            {
                kept.Complete(_now);
                return Task.CompletedTask;
            });
        });
    }

    // A clip that is not bound decides nothing, and one that is has decided already: whoever asks, nothing moves.
    private Deed Ask(PlainJob job) => new([_before], [Deed.Done], async (exchange, answers) =>
    {
        await Deed.AnswerAsync(() => exchange.Get<MarketResolution>().ResolveAsync(_id, job.Id, _caller, default));
        answers.Add(Deed.Done);
    });

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
                stages.Add(Next(stages, plain => plain.Move(plain.Find(id)!, _now)));
                hasMoved = true;
            }
        }
        while (hasMoved);

        return new Deed(stages, [], (exchange, _) =>
            exchange.Get<IEnumerable<IHostedService>>().OfType<MarketClock>().Single().TickAsync(default));
    }

    private Deed? With(Func<PlainJob, bool> which, Func<PlainJob, Deed> deed)
    {
        var jobs = _before.Jobs.Where(which).ToList();
        return jobs.Count == 0 ? null : deed(jobs[_step.Which % jobs.Count]);
    }

    private PlainExchange Started(PlainJob job) =>
        Next([_before], plain => plain.Put(job with { State = JobState.Analyzing, IsStarted = true }));

    private string? Fail(PlainExchange plain, PlainJob job)
    {
        plain.Fail(job, _now);
        return null;
    }

    private static PlainExchange Next(List<PlainExchange> stages, Action<PlainExchange> change)
    {
        var next = stages[^1].Copy();
        change(next);
        return next;
    }

    private Task StartAsync(Exchange exchange, PlainJob job) => WriteAsync(exchange, job, (_, kept) =>
    {
        kept.Start(_now);
        return Task.CompletedTask;
    });

    private static async Task WriteAsync(
        Exchange exchange, PlainJob job, Func<IUnitOfWork, AnalysisJob, Task> changeAsync)
    {
        await using var unit = await exchange.Work.BeginAsync(default);
        await changeAsync(unit, (await unit.Jobs.FindAsync(job.Id, default))!);
        await unit.CommitAsync(default);
    }

    private static ClipAnalysis Analysis(Finding finding) => finding switch
    {
        Finding.Dog => Analyses.Of(30, Analyses.Label("Dog", (2, 91))),
        Finding.Nothing => Analyses.Of(30),
        _ => Analyses.Of(30).Examined(30, 60),
    };
}
