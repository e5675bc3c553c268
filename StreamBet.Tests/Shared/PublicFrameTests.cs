using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using StreamBet.Web.Shared.Verdicts;

namespace StreamBet.Tests.Shared;

public sealed class PublicFrameTests : IDisposable
{
    private static readonly TimeSpan At = TimeSpan.FromSeconds(2);
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task The_frame_of_a_verdict_that_people_overruled_is_not_shown_as_what_decided()
    {
        var job = AnalysisJob.Offer(Guid.NewGuid(), "guest:ada", "clip.mp4", [7], sharesFrames: true, Now);
        await using (var unit = await Work.BeginAsync(default))
        {
            await unit.People.IntroduceAsync(new Caller("guest:ada", "Ada", Role.Guest, "192.0.2.1"), Now, default);
            unit.Jobs.Add(job);
            await unit.CommitAsync(default);
        }

        await Frames.SaveAsync(job.Id, At, new byte[] { 0xff, 0xd8 }, default);

        (await FindAsync(Decided(job, Outcome.Yes, DecidedBy.Clip)))!.At.Should().Be(At);
        (await FindAsync(Decided(job, Outcome.No, DecidedBy.Operator))).Should().BeNull();
        (await FindAsync(Decided(job, null, DecidedBy.Operator))).Should().BeNull();
        await Frames.DeleteAsync(job.Id, default);
        (await FindAsync(Decided(job, Outcome.Yes, DecidedBy.Clip))).Should().BeNull("it was deleted");
    }

    private IUnitOfWorkFactory Work => _app.Services.GetRequiredService<IUnitOfWorkFactory>();

    private IFrameStore Frames => _app.Services.GetRequiredService<IFrameStore>();

    // Its clip said YES.
    private static Market Decided(AnalysisJob job, Outcome? outcome, DecidedBy who)
    {
        var market = Dashboards.Market(7, host: "guest:host").Deciding();
        var verdict = new Verdict(Outcome.Yes, 95, [At], null, []);
        market.Decide(job.Id, verdict, [new Evidence(At, "Dog", 95, Counts: true, [], new string('a', 64)) { JobId = job.Id }], Caller.SystemId, Now);
        if (who == DecidedBy.Operator)
        {
            market.AddObjection(new Objection("guest:bob", Now, "That is a cat.", null, 10));
            market.AddRuling(new Ruling("operator", Now, outcome, "It is a cat.", null));
        }

        market.End(outcome, who, Caller.SystemId, "Decided.", Now);
        return market;
    }

    private async Task<PublicFrame?> FindAsync(Market market)
    {
        await using var unit = await Work.ReadAsync(default);
        return await PublicFrame.FindAsync(unit, Frames, market, default);
    }
}
