using System.Net;
using StreamBet.Core.Receipts;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>What a clip does not decide, people decide in the open: a proposal, objections with a bond, an operator.</summary>
public sealed partial class ReviewTests : ReviewTest
{
    [Fact]
    public async Task A_staker_who_objects_is_heard_by_an_operator_and_the_bond_comes_back()
    {
        var (id, ada, bob) = await UndecidedAsync();
        await SayAsync(Host, id, "proposal", new { outcome = "NO", reason = "There is no dog." });

        (await CodeAsync(Host, id, "proposal", new { outcome = "NO", reason = "Again." }, HttpStatusCode.Conflict)).Should().Be("not_proposable");
        (await CodeAsync(bob, id, "objections", new { reason = "I win." }, HttpStatusCode.Forbidden)).Should().Be("nothing_to_lose");
        (await CodeAsync(await App.NewGuestAsync(), id, "objections", new { reason = "Me too." }, HttpStatusCode.Forbidden))
            .Should().Be("nothing_to_lose");
        (await CodeAsync(ada, id, "objections", new { reason = "Look!", second = 99 }, HttpStatusCode.UnprocessableEntity)).Should().Be("second");
        (await OwnReviewsAsync(ada)).Single().GetProperty("may_object").GetBoolean().Should().BeTrue();
        (await OwnReviewsAsync(bob)).Should().BeEmpty("bob would win");
        await SayAsync(ada, id, "objections", new { reason = "A dog is there.", second = 1 });
        (await CreditsAsync(ada)).Should().Be(890, "the stake and a bond of 10 are laid down");
        (await BondAsync(ada)).Should().Be((id, 10, "open"));
        (await OwnReviewsAsync(ada)).Should().BeEmpty("one objection is enough");
        var export = await ada.GetJsonAsync("/api/me/export");
        export.GetProperty("objections")[0].GetProperty("reason").GetString().Should().Be("A dog is there.");
        export.GetProperty("first_credits").GetProperty("address").GetString().Should().Be("127.0.0.1");
        (await CodeAsync(ada, id, "objections", new { reason = "Once more." }, HttpStatusCode.Conflict)).Should().Be("objected_before");
        (await CodeAsync(Host, id, "ruling", new { outcome = "NO", reason = "So it is." }, HttpStatusCode.Forbidden)).Should().Be("may_not_rule");
        (await CodeAsync(Operator, id, "ruling", new { outcome = "YES", reason = "Here." }, HttpStatusCode.UnprocessableEntity)).Should().Be("second");
        await SayAsync(Operator, id, "ruling", new { outcome = "YES", reason = "The dog is there.", second = 1 });

        (await CreditsAsync(ada)).Should().Be(1_200);
        (await CreditsAsync(bob)).Should().Be(800);
        (await BondAsync(ada)).Should().Be((id, 10, "returned"));
        var receipt = await VerifiedReceiptAsync(id);
        receipt.Outcome.Should().Be(Core.Rule.Outcome.Yes);
        receipt.Ending!.DecidedBy.Should().Be("operator");
        receipt.Ending.Review!.Objections.Should().Be(1);
        receipt.Verdict!.Outcome.Should().BeNull("the clip by itself decided nothing");
        (await CodeAsync(Operator, id, "ruling", new { outcome = "NO", reason = "No." }, HttpStatusCode.Conflict)).Should().Be("market_ended");
    }

    [Fact]
    public async Task A_proposal_that_nobody_objects_to_ends_the_market_when_its_window_is_over()
    {
        var (id, ada, bob) = await UndecidedAsync();
        (await CodeAsync(Host, id, "proposal", new { outcome = "YES", reason = "Here." }, HttpStatusCode.UnprocessableEntity)).Should().Be("second");
        (await CodeAsync(Host, id, "proposal", new { outcome = "YES", reason = "Here.", second = 60 }, HttpStatusCode.UnprocessableEntity))
            .Should().Be("second");
        (await CodeAsync(ada, id, "proposal", new { outcome = "YES", reason = "Here.", second = 1 }, HttpStatusCode.Forbidden)).Should().Be("not_host");
        var review = (await Host.GetJsonAsync($"/api/bets/{id}")).GetProperty("review");
        (review.GetProperty("ends_by").GetDateTimeOffset() - review.GetProperty("opened_at").GetDateTimeOffset())
            .Should().Be(TimeSpan.FromHours(49), "a proposal, an objection and a ruling at the last moment");
        await SayAsync(Host, id, "proposal", new { outcome = "YES", reason = "A dog.", second = 1 });
        (await Host.StateOfAsync(id)).Should().Be("review");

        await PassAsync(TimeSpan.FromHours(1), id, "resolved");

        (await CreditsAsync(ada)).Should().Be(1_200);
        (await CreditsAsync(bob)).Should().Be(800);
        (await VerifiedReceiptAsync(id)).Ending!.DecidedBy.Should().Be("host");
        (await CodeAsync(bob, id, "objections", new { reason = "Too late." }, HttpStatusCode.Conflict)).Should().Be("market_ended");
    }

    [Fact]
    public async Task Where_frames_are_private_only_an_operator_decides_and_silence_refunds_even_across_a_stop_of_the_server()
    {
        var (id, _, _) = await UndecidedAsync(isShared: false);
        (await CodeAsync(Host, id, "proposal", new { outcome = "NO", reason = "No." }, HttpStatusCode.Forbidden)).Should().Be("only_operator");
        var queue = (await Operator.GetJsonAsync("/api/reviews")).GetProperty("reviews");
        queue.EnumerateArray().Single().GetProperty("may_rule").GetBoolean().Should().BeTrue();

        Restart(TimeSpan.FromHours(25));
        await Eventually.IsTrueAsync(async () => await Host.StateOfAsync(id) == "void", "the deadline is caught up");

        var receipt = await VerifiedReceiptAsync(id);
        receipt.Ending!.DecidedBy.Should().Be("nobody");
        receipt.Payouts.Total.Should().Be(300);
    }

    [Fact]
    public async Task A_verdict_is_paid_out_only_when_its_challenge_window_is_over()
    {
        var (id, job, ada, bob) = await DecidedAsync();
        var answer = await Host.PostJsonAsync("/api/resolve", new { bet_id = id, job_id = job });
        answer.GetProperty("status").GetString().Should().Be("resolved");
        answer.GetProperty("payout_triggered").GetBoolean().Should().BeFalse();
        (await CreditsAsync(ada)).Should().Be(900);

        await PassAsync(TimeSpan.FromMinutes(2), id, "resolved");

        (await Host.PostJsonAsync("/api/resolve", new { bet_id = id, job_id = job })).GetProperty("payout_triggered").GetBoolean()
            .Should().BeTrue();
        (await CreditsAsync(ada)).Should().Be(1_200);
        (await CreditsAsync(bob)).Should().Be(800);
        (await VerifiedReceiptAsync(id)).Ending!.DecidedBy.Should().Be("clip");
    }

    [Fact]
    public async Task Who_would_lose_challenges_once_and_only_an_operator_changes_the_verdict()
    {
        var (id, job, ada, bob) = await DecidedAsync();
        (await CodeAsync(ada, id, "objections", new { reason = "I win." }, HttpStatusCode.Forbidden)).Should().Be("nothing_to_lose");
        await SayAsync(bob, id, "objections", new { reason = "That is a statue.", second = 2 });
        await SayAsync(Host, id, "comment", new { text = "It moves." });
        (await CodeAsync(Operator, id, "void", new { reason = "Enough." }, HttpStatusCode.Conflict)).Should().Be("market_decided");
        (await CodeAsync(Host, id, "proposal", new { outcome = "YES", reason = "It is." }, HttpStatusCode.Forbidden)).Should().Be("only_operator");

        await SayAsync(Operator, id, "ruling", new { outcome = "NO", reason = "It is a statue." });

        (await CreditsAsync(ada)).Should().Be(900);
        (await CreditsAsync(bob)).Should().Be(1_100);
        var receipt = await VerifiedReceiptAsync(id);
        receipt.Verdict!.Outcome.Should().Be(Core.Rule.Outcome.Yes, "the machine's verdict stands beside the people's");
        receipt.Outcome.Should().Be(Core.Rule.Outcome.No);
        var resolved = await Host.PostJsonAsync("/api/resolve", new { bet_id = id, job_id = job });
        resolved.GetProperty("outcome").GetString().Should().Be("NO");
        var history = (await Host.GetJsonAsync($"/api/bets/{id}")).GetProperty("history").EnumerateArray()
            .Select(entry => entry.GetProperty("to").GetString());
        history.Should().EndWith(["deciding", "deciding", "review", "review", "resolved"]);
    }

    [Fact]
    public async Task A_challenge_that_no_operator_hears_leaves_the_verdict_and_its_bond_comes_back()
    {
        var (id, _, ada, bob) = await DecidedAsync();
        await SayAsync(bob, id, "objections", new { reason = "That is a statue." });

        await PassAsync(TimeSpan.FromHours(24), id, "resolved");

        (await CreditsAsync(ada)).Should().Be(1_200);
        (await CreditsAsync(bob)).Should().Be(800, "the stake is lost, the bond is not");
        var receipt = await VerifiedReceiptAsync(id);
        receipt.Pool.Bonds.Should().Be(0);
        receipt.Ending!.Reason.Should().Contain("No operator heard the challenge").And.Contain("verdict stands");
        receipt.Ending.Review.Should().Match<ReceiptReview>(review => review.Bonds == 20 && !review.Upheld);
        (await Host.GetJsonAsync("/api/record")).GetProperty("verdicts").GetProperty("unruled").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task A_bond_joins_the_pool_if_an_operator_upholds_the_verdict()
    {
        var (id, _, ada, bob) = await DecidedAsync();
        await SayAsync(bob, id, "objections", new { reason = "That is a statue." });

        await SayAsync(Operator, id, "ruling", new { outcome = "YES", reason = "It moves.", second = 2 });

        (await CreditsAsync(ada)).Should().Be(1_220);
        (await CreditsAsync(bob)).Should().Be(780);
        (await BondAsync(bob)).Should().Be((id, 20, "lost"));
        (await VerifiedReceiptAsync(id)).Pool.Bonds.Should().Be(20);
    }

    [Fact]
    public async Task A_question_that_no_label_answers_is_decided_by_people()
    {
        var opened = await Host.PostJsonAsync("/api/bets", new { @event = "Will I win the round?", people = true }, HttpStatusCode.Created);
        var id = opened.GetProperty("id").GetInt64();
        opened.GetProperty("people").GetBoolean().Should().BeTrue();
        var (ada, bob) = await StakeBothAsync(id);

        await (await Host.SendClipAsync(await RealClips.PeopleAsync(), $"?bet_ids={id}&share_frames=true")).ReadAsync();

        var review = (await Host.GetJsonAsync($"/api/bets/{id}")).GetProperty("review");
        review.GetProperty("cause").GetString().Should().Be("people");
        review.GetProperty("step").GetString().Should().Be("proposal");
        await SayAsync(Host, id, "proposal", new { outcome = "YES", reason = "I won.", second = 2 });
        await PassAsync(TimeSpan.FromHours(1), id, "resolved");
        (await CreditsAsync(ada)).Should().Be(1_200);
        (await CreditsAsync(bob)).Should().Be(800);
        (await VerifiedReceiptAsync(id)).Ending!.Review!.Cause.Should().Be("people");
    }

    [Fact]
    public async Task Stakes_on_one_side_alone_are_refunded_when_the_market_locks()
    {
        var id = await Host.OpenMarketAsync("Dog");
        var ada = await App.NewGuestAsync();
        await StakeAsync(ada, id, "YES", 100);

        await Host.PostJsonAsync($"/api/bets/{id}/lock", new { });

        (await Host.StateOfAsync(id)).Should().Be("void");
        (await CreditsAsync(ada)).Should().Be(1_000);
        (await VerifiedReceiptAsync(id)).Ending!.Reason.Should().Contain("stakes on YES alone");
    }

    [Fact]
    public async Task A_market_that_its_host_voids_has_a_receipt_without_a_clip()
    {
        var id = await Host.OpenMarketAsync("Dog");
        var (ada, bob) = await StakeBothAsync(id);

        await Host.PostJsonAsync($"/api/bets/{id}/void", new { reason = "The stream is off." });

        (await CreditsAsync(ada)).Should().Be(1_000);
        (await CreditsAsync(bob)).Should().Be(1_000);
        var receipt = await VerifiedReceiptAsync(id);
        receipt.Clip.Should().BeNull();
        receipt.Ending!.Reason.Should().Contain("The stream is off.");
    }
}
