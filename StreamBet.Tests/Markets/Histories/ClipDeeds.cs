using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets.Histories;

/// <summary>What the steps of clips come to. They are played by their jobs, as the way of a clip writes them.</summary>
internal sealed class ClipDeeds(Step step, PlainExchange before, DateTimeOffset now)
{
    /// <summary>The digest of a clip: one of three.</summary>
    public string Clip => new("abc"[step.How % 3], 64);

    /// <summary>What a step comes to with one of the clips; null without any such clip.</summary>
    public Deed? With(Func<PlainJob, bool> which, Func<PlainJob, Deed> deed)
    {
        var jobs = before.Jobs.Where(which).ToList();
        return jobs.Count == 0 ? null : deed(jobs[step.Which % jobs.Count]);
    }

    /// <summary>A clip is offered.</summary>
    public Deed Offer(Caller caller, IReadOnlyList<long> markets)
    {
        var job = new PlainJob(new Guid(before.Jobs.Count + 1, 0, 0, new byte[8]), [.. markets.Distinct()], caller.Id)
        {
            SharesFrames = step.How != 0,
        };
        return Deed.One(before, plain => plain.Offer(job, caller.IsOperator, now), async exchange =>
        {
            await using var unit = await exchange.Work.BeginAsync(default);
            var offered = AnalysisJob.Offer(job.Id, caller.Id, "clip.mp4", job.Markets, job.SharesFrames, now);
            unit.Jobs.Add(offered);
            await exchange.Binding.BindAsync(unit, offered, caller, default);
            await unit.CommitAsync(default);
        });
    }

    /// <summary>A clip arrives. One that is refused when it is here never came, as far as its markets go.</summary>
    public Deed Arrive(PlainJob job)
    {
        var taken = Deed.One(
            before,
            plain => plain.Arrive(job, Clip, now),
            exchange => WriteAsync(exchange, job, async (unit, kept) =>
            {
                kept.Accept(Clip, 1_000, Analyses.Of(30).Video, now);
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

    /// <summary>An upload breaks off.</summary>
    public Deed CutOff(PlainJob job) => Deed.One(
        before,
        plain => Fail(plain, job),
        exchange => WriteAsync(exchange, job, async (unit, kept) =>
        {
            kept.Fail("upload_incomplete", "It broke off.", isPassing: true, now);
            await exchange.Binding.ReleaseAsync(unit, kept, Caller.SystemId, "It broke off.", default);
        }));

    /// <summary>An analysis fails.</summary>
    public Deed BreakDown(PlainJob job)
    {
        var started = Started(job);
        var failed = started.Copy();
        Fail(failed, failed.Jobs.Find(other => other.Id == job.Id)!);
        return Deed.Many([before, started, failed], async exchange =>
        {
            await StartAsync(exchange, job);
            await WriteAsync(exchange, job, async (unit, kept) =>
            {
                kept.Fail("model_failed", "It broke down.", isPassing: true, now);
                await exchange.Binding.FailAsync(unit, kept, "It broke down.", default);
            });
        });
    }

    /// <summary>An analysis ends. What was found before a crash stands, as the pipeline has it.</summary>
    public Deed Decide(PlainJob job)
    {
        var finding = job.Found ?? (Finding)(step.How % 3);
        var stages = new List<PlainExchange> { before, Started(job) };
        var found = stages[1].Jobs.Find(other => other.Id == job.Id)! with { Found = finding };
        stages.Add(stages[^1].After(plain => plain.Put(found)));
        foreach (var market in before.BoundTo(job))
            stages.Add(stages[^1].After(plain => plain.Decide(market, found, now)));
        stages.Add(stages[^1].After(plain => plain.Put(found with { State = JobState.Completed })));
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
                kept.Complete(now);
                return Task.CompletedTask;
            });
        });
    }

    /// <summary>Somebody asks for a market to be decided. A clip that is not bound decides nothing, and one that is has
    /// decided already: whoever asks, nothing moves.</summary>
    public Deed Ask(PlainJob job, long marketId, Caller caller) => new([before], [Deed.Done], async (exchange, answers) =>
    {
        await Deed.AnswerAsync(() => exchange.Get<MarketResolution>().ResolveAsync(marketId, job.Id, caller, default));
        answers.Add(Deed.Done);
    });

    private PlainExchange Started(PlainJob job) =>
        before.After(plain => plain.Put(job with { State = JobState.Analyzing, IsStarted = true }));

    private string? Fail(PlainExchange plain, PlainJob job)
    {
        plain.Fail(job, now);
        return null;
    }

    private Task StartAsync(Exchange exchange, PlainJob job) => WriteAsync(exchange, job, (_, kept) =>
    {
        kept.Start(now);
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
