using System.Net;
using System.Net.Http.Json;
using StreamBet.Core.Clips;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>What nobody may do around a market whose clip is here.</summary>
public sealed class ReviewRightsTests : ReviewTest
{
    [Fact]
    public async Task The_frames_stay_while_people_may_decide_by_them()
    {
        var (id, job, _, bob) = await DecidedAsync();
        (await DeleteFramesAsync(job)).Should().Be("frames_needed", "the verdict may be challenged");
        await SayAsync(bob, id, "objections", new { reason = "That is a statue." });
        (await DeleteFramesAsync(job)).Should().Be("frames_needed", "an operator has to see them");

        await SayAsync(Operator, id, "ruling", new { outcome = "NO", reason = "It is a statue." });

        (await Host.DeleteAsync($"/api/jobs/{job}/clip")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Several_people_challenge_a_verdict_once_each_within_its_window()
    {
        var cleo = await App.NewGuestAsync();
        var (id, _, ada, bob) = await DecidedAsync(before: async market => await StakeAsync(cleo, market, "NO", 50));
        await SayAsync(bob, id, "objections", new { reason = "That is a statue." });

        (await CodeAsync(bob, id, "objections", new { reason = "It is." }, HttpStatusCode.Conflict)).Should().Be("objected_before");
        (await CodeAsync(ada, id, "objections", new { reason = "I win." }, HttpStatusCode.Forbidden)).Should().Be("nothing_to_lose");
        Time.Advance(TimeSpan.FromMinutes(1));
        await SayAsync(cleo, id, "objections", new { reason = "I see a statue too." });
        var review = (await Host.GetJsonAsync($"/api/bets/{id}")).GetProperty("review");
        review.GetProperty("objections").GetArrayLength().Should().Be(2);

        await SayAsync(Operator, id, "ruling", new { outcome = "NO", reason = "It is a statue." });
        (await CreditsAsync(bob)).Should().Be(1_080);
        (await CreditsAsync(cleo)).Should().Be(1_020);
    }

    [Fact]
    public async Task An_operator_who_holds_a_stake_does_not_decide_and_another_one_does()
    {
        var (id, _, _, bob) = await DecidedAsync(before: async market => await StakeAsync(Operator, market, "NO", 50));
        await SayAsync(bob, id, "objections", new { reason = "That is a statue." });

        (await CodeAsync(Operator, id, "ruling", new { outcome = "NO", reason = "It is." }, HttpStatusCode.Forbidden)).Should().Be("may_not_rule");

        await SayAsync(OtherOperator, id, "ruling", new { outcome = "NO", reason = "It is." });
        (await Host.StateOfAsync(id)).Should().Be("resolved");
    }

    [Fact]
    public async Task One_person_in_two_tabs_objects_once_and_lays_down_one_bond()
    {
        var (id, ada, _) = await UndecidedAsync();
        await SayAsync(Host, id, "proposal", new { outcome = "NO", reason = "There is no dog." });

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(tab =>
            ada.PostAsJsonAsync($"/api/bets/{id}/objections", new { reason = $"A dog is there, says tab {tab}." })));

        answers.Select(answer => answer.StatusCode).Order().Should().Equal(
            HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict);
        (await CreditsAsync(ada)).Should().Be(890, "the stake and one bond are laid down");
        var review = (await Host.GetJsonAsync($"/api/bets/{id}")).GetProperty("review");
        review.GetProperty("objections").GetArrayLength().Should().Be(1);
        (await CodeAsync(Host, id, "proposal", new { outcome = "YES", reason = "It is.", second = 1 }, HttpStatusCode.Conflict))
            .Should().Be("not_proposable");
    }

    [Fact]
    public async Task The_queue_shows_what_waits_for_a_person_before_what_is_more_urgent()
    {
        var (first, _, _) = await UndecidedAsync();
        await SayAsync(Host, first, "proposal", new { outcome = "NO", reason = "There is no dog." });
        var (second, _, _) = await UndecidedAsync(isShared: false, "testsrc");

        (await QueueAsync(Operator)).Should().Equal(second, first);
        (await QueueAsync(Host)).Should().Equal(first, second);
    }

    [Fact]
    public async Task Once_the_clip_is_here_no_operator_with_a_stake_voids_it_or_cancels_its_analysis()
    {
        App.Gate.Close();
        var id = await Host.OpenMarketAsync("Person");
        await StakeAsync(await App.NewGuestAsync(), id, "YES", 100);
        await StakeAsync(Operator, id, "NO", 100);
        using var sent = await Host.SendClipAsync(await RealClips.PeopleAsync(), $"?bet_ids={id}", isAsync: true);
        var job = (await sent.ReadAsync(HttpStatusCode.Accepted)).GetProperty("job_id").GetGuid();

        (await CodeAsync(Operator, id, "void", new { reason = "Enough." }, HttpStatusCode.Forbidden)).Should().Be("may_not_rule");
        (await Operator.PostAsync($"/api/jobs/{job}/cancel", null).CodeAsync(HttpStatusCode.Conflict)).Should().Be("job_not_cancellable");
        (await CodeAsync(Host, id, "void", new { reason = "Enough." }, HttpStatusCode.Conflict)).Should().Be("clip_is_here");

        (await OtherOperator.PostAsync($"/api/jobs/{job}/cancel", null)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await CodeAsync(Operator, id, "void", new { reason = "Enough." }, HttpStatusCode.Forbidden)).Should().Be("may_not_rule");
        await SayAsync(OtherOperator, id, "void", new { reason = "It takes too long." });
        (await VerifiedReceiptAsync(id)).Ending!.DecidedBy.Should().Be("operator");
    }

    [Fact]
    public async Task An_operator_voids_an_own_market_as_its_host_and_only_before_its_clip_is_here()
    {
        var early = await Operator.OpenMarketAsync("Person");
        await SayAsync(Operator, early, "void", new { reason = "The stream is off." });
        (await VerifiedReceiptAsync(early)).Ending!.DecidedBy.Should().Be("host");

        App.Gate.Fail(new AnalysisFailedException("model_failed", "The test made it fail."));
        var late = await Operator.OpenMarketAsync("Person");
        await StakeBothAsync(late);
        await Operator.SendClipAsync(await RealClips.PeopleAsync(), $"?bet_ids={late}").CodeAsync(HttpStatusCode.InternalServerError);
        (await CodeAsync(Operator, late, "void", new { reason = "Enough." }, HttpStatusCode.Forbidden)).Should().Be("may_not_rule");
    }

    [Fact]
    public async Task The_receipt_of_a_void_names_the_clip_whose_analysis_failed()
    {
        App.Gate.Fail(new AnalysisFailedException("model_failed", "The test made it fail."));
        var id = await Host.OpenMarketAsync("Person");
        await StakeBothAsync(id);
        await Host.SendClipAsync(await RealClips.PeopleAsync(), $"?bet_ids={id}").CodeAsync(HttpStatusCode.InternalServerError);
        var digest = (await Host.GetJsonAsync($"/api/bets/{id}")).GetProperty("bet").GetProperty("clip_sha256").GetString();

        await SayAsync(Operator, id, "void", new { reason = "The server is broken." });

        var receipt = await VerifiedReceiptAsync(id);
        receipt.Clip!.Sha256.Should().Be(digest).And.HaveLength(64);
        receipt.Verdict.Should().BeNull();
    }

    private static async Task<IEnumerable<long>> QueueAsync(HttpClient client) =>
        (await client.GetJsonAsync("/api/reviews")).GetProperty("reviews").EnumerateArray()
            .Select(item => item.GetProperty("bet").GetProperty("id").GetInt64());

    private async Task<string?> DeleteFramesAsync(Guid job) =>
        await Host.DeleteAsync($"/api/jobs/{job}/clip").CodeAsync(HttpStatusCode.Conflict);
}
