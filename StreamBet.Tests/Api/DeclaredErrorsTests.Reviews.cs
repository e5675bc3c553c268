using System.Net.Http.Json;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <content>What people decide, and receipts.</content>
public sealed partial class DeclaredErrorsTests
{
    [Fact]
    public async Task Reviews()
    {
        var reason = new { outcome = "NO", reason = "It was not there.", text = "It was." };
        Task SayWrongAsync(string code, HttpClient client, long id, string what, object body) =>
            ProvokeAsync(code, client.PostAsJsonAsync($"/api/bets/{id}/{what}", body));
        object BodyFor(string what) => what switch
        {
            "comment" => new { text = "It was." },
            "objections" => new { reason = "It was." },
            _ => new { outcome = "NO", reason = "It was not there." },
        };
        foreach (var what in new[] { "proposal", "objections", "comment", "ruling" })
            await SayWrongAsync("market_not_found", Operator, 999_999, what, BodyFor(what));

        var open = await Host.OpenMarketAsync("Dog");
        await SayWrongAsync("not_proposable", Host, open, "proposal", BodyFor("proposal"));
        await SayWrongAsync("nothing_to_object", await App.NewGuestAsync(), open, "objections", BodyFor("objections"));
        await SayWrongAsync("not_commentable", Host, open, "comment", BodyFor("comment"));
        await SayWrongAsync("not_rulable", Operator, open, "ruling", BodyFor("ruling"));

        var (id, ada, bob) = await UndecidedAsync();
        await SayWrongAsync("not_host", ada, id, "proposal", BodyFor("proposal"));
        await SayWrongAsync("not_host", ada, id, "comment", BodyFor("comment"));
        foreach (var what in new[] { "proposal", "ruling" })
        {
            await SayWrongAsync("outcome", Operator, id, what, new { outcome = "PERHAPS", reason = "Look." });
            await SayWrongAsync("reason", Operator, id, what, new { outcome = "NO", reason = "" });
            await SayWrongAsync("seconds", Operator, id, what, new { outcome = "YES", reason = "Look.", second = -1 });
        }

        await SayWrongAsync("second", Host, id, "proposal", new { outcome = "YES", reason = "Look.", second = 99 });
        await SayAsync(Host, id, "proposal", new { outcome = "NO", reason = "It was not there." });
        await SayWrongAsync("nothing_to_lose", bob, id, "objections", BodyFor("objections"));
        await SayWrongAsync("reason", ada, id, "objections", new { reason = "" });
        await SayWrongAsync("seconds", ada, id, "objections", new { reason = "Look.", second = -1 });
        await SayWrongAsync("second", ada, id, "objections", new { reason = "Look.", second = 99 });
        await SayWrongAsync("reason", Host, id, "comment", new { text = "" });
        var rest = await App.NewClient(App.Key).OpenMarketAsync("Cat");
        await StakeAsync(ada, rest, "YES", 895);
        await SayWrongAsync("insufficient_credits", ada, id, "objections", BodyFor("objections"));
        await App.Local.PostJsonAsync($"/api/bets/{rest}/void", new { reason = "Enough." });
        await SayAsync(ada, id, "objections", BodyFor("objections"));
        await SayWrongAsync("objected_before", ada, id, "objections", BodyFor("objections"));
        await SayWrongAsync("may_not_rule", Host, id, "ruling", BodyFor("ruling"));
        await SayWrongAsync("second", Operator, id, "ruling", new { outcome = "YES", reason = "Look.", second = 99 });
        await SayAsync(Operator, id, "ruling", BodyFor("ruling"));
        foreach (var (what, who) in new[] { ("proposal", Host), ("comment", Host), ("objections", ada), ("ruling", OtherOperator) })
            await SayWrongAsync("market_ended", who, id, what, BodyFor(what));

        await ProvokeByManyAsync();
        EnsureAllOf("Review");
    }

    [Fact]
    public async Task Receipts()
    {
        var id = await Host.OpenMarketAsync("Dog");
        await ProvokeAsync("receipt_not_found", Host.GetAsync($"/api/receipts/{id}"));
        var ada = await App.NewGuestAsync();
        var stake = (await StakeAsync(ada, id, "YES", 10)).GetProperty("stake_id").GetInt64();
        await ProvokeAsync("receipt_not_found", ada.GetAsync($"/api/bets/{id}/stakes/{stake}/proof"));
        await Host.PostJsonAsync($"/api/bets/{id}/void", new { reason = "Enough." });
        await ProvokeAsync("stake_not_found", ada.GetAsync($"/api/bets/{id}/stakes/999999/proof"));
        EnsureAllOf("Receipts");
    }

    private async Task ProvokeByManyAsync()
    {
        var stakers = new List<HttpClient>();
        var (id, _, bob) = await UndecidedAsync(isShared: false, "testsrc");
        await ProvokeAsync("only_operator", Host.PostAsJsonAsync($"/api/bets/{id}/proposal", new { outcome = "NO", reason = "No." }));

        var (decided, _, _, challenger) = await DecidedAsync(before: async market =>
        {
            for (var number = 0; number <= Review.MaxObjections; number++)
            {
                stakers.Add(await App.NewGuestAsync());
                await StakeAsync(stakers[^1], market, "NO", 10);
            }
        });
        foreach (var staker in stakers.Take(Review.MaxObjections))
            await SayAsync(staker, decided, "objections", new { reason = "That is a statue." });
        await ProvokeAsync("objections_full", challenger.PostAsJsonAsync($"/api/bets/{decided}/objections", new { reason = "It is." }));
        Time.AdjustTime(Time.GetUtcNow() + TimeSpan.FromMinutes(3));
        await ProvokeAsync("objection_too_late", stakers[^1].PostAsJsonAsync($"/api/bets/{decided}/objections", new { reason = "It is." }));
    }
}
