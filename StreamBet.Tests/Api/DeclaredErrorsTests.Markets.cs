using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <content>Markets, stakes and their criteria.</content>
public sealed partial class DeclaredErrorsTests
{
    private static readonly Dictionary<string, string> WrongCriteria = new()
    {
        ["labels"] = """{"labels":[]}""",
        ["label_outside_vocabulary"] = """{"labels":["Unicorn"]}""",
        ["seconds"] = """{"labels":["Dog"],"start":-1}""",
        ["window"] = """{"labels":["Dog"],"start":20,"end":10}""",
        ["times"] = """{"labels":["Dog"],"times":0}""",
        ["threshold"] = """{"labels":["Dog"],"threshold":79}""",
        ["text"] = """{"text":{"phrase":""}}""",
        ["picture"] = """{"picture":{"sha256":"","name":"a banner"}}""",
        ["picture_not_found"] = $$$"""{"picture":{"sha256":"{{{new string('a', 64)}}}","name":"a banner"}}""",
    };

    // What another analyzer can't do, such as the one of AWS.
    private static readonly Dictionary<string, string> NotForThisAnalyzer = new()
    {
        ["label_not_validated"] = """{"labels":["Bird"]}""",
        ["text_not_readable"] = """{"text":{"phrase":"GAME OVER"}}""",
        ["picture_not_findable"] = $$$"""{"picture":{"sha256":"{{{new string('a', 64)}}}","name":"a banner"}}""",
    };

    [Fact]
    public async Task Markets()
    {
        var id = await Host.OpenMarketAsync("Dog");
        foreach (var endpoint in Endpoints.Where(endpoint => endpoint.Area == "Markets" && endpoint.Declared.ContainsKey("market_not_found")))
        {
            await ProvokeAsync("market_not_found", Operator.SendAsync(
                new HttpRequestMessage(new HttpMethod(endpoint.Method), endpoint.Address()) { Content = Body(endpoint) }));
        }

        await ProvokeAsync("status", Host.GetAsync("/api/bets?status=none"));
        await ForEachCriterionAsync((code, criterion) => ProvokeAsync(code, Host.PostAsync("/api/bets", Json($$"""{"event":"Will it?","criterion":{{criterion}}}"""))));
        await ForEachCriterionAsync((code, criterion) => ProvokeAsync(code, Host.PatchAsync($"/api/bets/{id}", Json($$"""{"criterion":{{criterion}}}"""))));
        await ProvokeAsync("event", Host.PatchAsync($"/api/bets/{id}", Json("""{"event":""}""")));
        foreach (var (code, field) in new[]
        {
            ("event", "\"event\":\"\""), ("challenge_window", "\"challenge_seconds\":7200"), ("objection_window", "\"objection_seconds\":1"),
            ("clip_sha256", "\"clip_sha256\":\"none\""), ("closing_time", "\"closes_in_seconds\":0"), ("hidden_time", "\"hidden_seconds\":100000"),
        })
        {
            var start = code == "event" ? "" : "\"event\":\"Will it?\",";
            await ProvokeAsync(code, Host.PostAsync("/api/bets", Json($$$"""{{{{start}}}{{{field}}},"criterion":{"labels":["Dog"]}}""")));
        }

        await ProvokeAsync("labels", Host.PostAsync("/api/bets", Json("""{"event":"Will it?","people":true,"criterion":{"labels":["Dog"]}}""")));
        await ProvokeTheOpenOnesAsync();
        await ProvokeTheEndedOnesAsync(id);
        await ProvokeTheFramesAsync();
        EnsureAllOf("Markets");
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private async Task ForEachCriterionAsync(Func<string, string, Task> provoke)
    {
        foreach (var (code, criterion) in WrongCriteria)
            await provoke(code, criterion);
        await provoke("picture_removed", $$$"""{"picture":{"sha256":"{{{await RemovedPictureAsync()}}}","name":"a banner"}}""");
        App.Gate.Vocabulary = Analyses.Vocabulary;
        foreach (var (code, criterion) in NotForThisAnalyzer)
            await provoke(code, criterion);
        App.Gate.Vocabulary = null;
    }

    private async Task<string> RemovedPictureAsync()
    {
        const string word = "REMOVED";
        var sent = await Host.PostAsync("/api/pictures", new ByteArrayContent(await RealClips.BannerPictureAsync(word)));
        var sha256 = sent.IsSuccessStatusCode ? (await sent.ReadAsync(HttpStatusCode.Created)).GetProperty("sha256").GetString()! : _removed!;
        if (_removed is null)
            (await Operator.DeleteAsync($"/api/pictures/{sha256}")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        return _removed = sha256;
    }

    private async Task ProvokeTheOpenOnesAsync()
    {
        var id = await Host.OpenMarketAsync("Dog");
        var guest = await App.NewGuestAsync();
        Task StakeWrongAsync(string code, object stake, HttpClient? by = null, string? key = null)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"/api/bets/{id}/stakes") { Content = JsonContent.Create(stake) };
            if (key is not null)
                request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            return ProvokeAsync(code, (by ?? guest).SendAsync(request));
        }

        await StakeWrongAsync("amount", new { side = "YES", amount = 0 });
        await StakeWrongAsync("side", new { side = "PERHAPS", amount = 1 });
        await StakeWrongAsync("own_market", new { side = "YES", amount = 1 }, Host);
        await StakeWrongAsync("insufficient_credits", new { side = "YES", amount = 1_001 });
        await StakeWrongAsync("market_changed", new { side = "YES", amount = 1, revision = 7 });
        await StakeWrongAsync("idempotency_key", new { side = "YES", amount = 1 }, key: new string('k', 65));
        foreach (var (path, one, other) in new[] { ("/api/bets", "{\"event\":\"Shall we?\",\"people\":true}", "{\"event\":\"Shall we now?\",\"people\":true}"), ($"/api/bets/{id}/stakes", "{\"side\":\"YES\",\"amount\":1}", "{\"side\":\"YES\",\"amount\":2}") })
        {
            async Task<HttpResponseMessage> SendAsync(string body, string key)
            {
                var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(body) };
                request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
                return await guest.SendAsync(request);
            }

            await ProvokeAsync("idempotency_key", SendAsync(one, new string('k', 65)));
            (await SendAsync(one, path)).StatusCode.Should().Be(HttpStatusCode.Created);
            await ProvokeAsync("idempotency_key_reused", SendAsync(other, path));
            await ProvokeMeanwhileAsync("idempotency_key_under_way", () => SendAsync(one, $"{path} again"));
        }

        OpenDatabase.Run(App.DataDirectory, $"UPDATE markets SET Pool_No = {Pool.Max} WHERE Id = {id}");
        await StakeWrongAsync("pool_full", new { side = "YES", amount = 1 });
        OpenDatabase.Run(App.DataDirectory, $"UPDATE markets SET Pool_No = 0 WHERE Id = {id}");
        await ProvokeAsync("criterion_frozen", Host.PatchAsync($"/api/bets/{id}", Json("""{"event":"Will it now?"}""")));
        foreach (var (method, path, body) in new[] { ("PATCH", "", "{\"event\":\"Mine?\"}"), ("POST", "/lock", "{}"), ("POST", "/void", "{\"reason\":\"Mine.\"}") })
            await ProvokeAsync("not_host", guest.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/api/bets/{id}{path}") { Content = Json(body) }));
        foreach (var path in new[] { "list", "unlist" })
            await ProvokeAsync("only_operator", guest.PostAsync($"/api/bets/{id}/{path}", null));
        await ProvokeAsync("reason", Host.PostAsync($"/api/bets/{id}/void", Json("""{"reason":""}""")));

        var closing = (await Host.PostJsonAsync(
            "/api/bets", new { @event = "Will it?", people = true, closes_in_seconds = 60, hidden_seconds = 30 }, HttpStatusCode.Created)).GetProperty("id").GetInt64();
        Time.Advance(TimeSpan.FromSeconds(40));
        await ProvokeAsync("market_closing", Host.PatchAsync($"/api/bets/{closing}", Json("""{"event":"Will it now?"}""")));

        var eager = await App.NewGuestAsync();
        HttpResponseMessage opened;
        do
            opened = await eager.PostAsync("/api/bets", Json("""{"event":"Shall we?","people":true}"""));
        while (opened.IsSuccessStatusCode);
        await ProvokeAsync("too_many_open_markets", Task.FromResult(opened));

        using var app = TestApp.Start(("StreamBet:GrantsPerAddress", "1"));
        var market = await app.Local.OpenMarketAsync();
        await (await app.NewGuestAsync()).PostJsonAsync($"/api/bets/{market}/stakes", new { side = "YES", amount = 1 }, HttpStatusCode.Created);
        await ProvokeAsync("grants_used_up", (await app.NewGuestAsync()).PostAsJsonAsync($"/api/bets/{market}/stakes", new { side = "YES", amount = 1 }));
    }

    // The same request twice while another writer keeps the first from being done.
    private async Task ProvokeMeanwhileAsync(string code, Func<Task<HttpResponseMessage>> send)
    {
        Task<HttpResponseMessage>[] both;
        Task<HttpResponseMessage> refused;
        await using (await App.Services.GetRequiredService<IUnitOfWorkFactory>().BeginAsync(default))
        {
            both = [send(), send()];
            refused = await Task.WhenAny(both);
        }

        await ProvokeAsync(code, refused);
        (await both.Single(sent => sent != refused)).StatusCode.Should().Be(HttpStatusCode.Created);
    }

    private async Task ProvokeTheEndedOnesAsync(long id)
    {
        await Host.PostJsonAsync($"/api/bets/{id}/lock", new { });
        await ProvokeAsync("market_not_open", Host.PostAsync($"/api/bets/{id}/lock", null));
        await ProvokeAsync("market_not_open", (await App.NewGuestAsync()).PostAsJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 1 }));
        await Host.PostJsonAsync($"/api/bets/{id}/void", new { reason = "Enough." });
        await ProvokeAsync("market_ended", Host.PostAsJsonAsync($"/api/bets/{id}/void", new { reason = "Enough." }));

        var (undecided, _, _) = await UndecidedAsync();
        await ProvokeAsync("market_decided", Operator.PostAsJsonAsync($"/api/bets/{undecided}/void", new { reason = "Enough." }));
        await ProvokeAsync("clip_is_here", Host.PostAsJsonAsync($"/api/bets/{undecided}/void", new { reason = "Enough." }));

        App.Gate.Fail(new Core.Clips.AnalysisFailedException("model_failed", "The test made it fail."));
        var own = await Operator.OpenMarketAsync("Person");
        await StakeBothAsync(own);
        await Operator.SendClipAsync(await RealClips.PeopleAsync(), $"?bet_ids={own}").CodeAsync(HttpStatusCode.InternalServerError);
        await ProvokeAsync("may_not_rule", Operator.PostAsJsonAsync($"/api/bets/{own}/void", new { reason = "Enough." }));
        App.Gate.Fail(null);
    }

    private async Task ProvokeTheFramesAsync()
    {
        var id = await Host.OpenMarketAsync("Dog");
        foreach (var frame in new[] { "evidence/1.jpg", "evidence/doubt.jpg", "sheet/1.jpg" })
            await ProvokeAsync("frame_not_found", Host.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/bets/{id}/{frame}")));
    }
}
