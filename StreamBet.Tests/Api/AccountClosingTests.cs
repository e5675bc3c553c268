using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Accounts;
using StreamBet.Core.People;
using StreamBet.Core.People.Keys;
using StreamBet.Core.People.Sessions;
using StreamBet.Core.Rule;
using StreamBet.Core.Webhooks;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>A person takes their data along, or has their account closed.</summary>
public sealed class AccountClosingTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start(
        ("StreamBet:ApiKeys:0:Name", "boss"), ("StreamBet:ApiKeys:0:Key", "operator-key-0123456789"), ("StreamBet:ApiKeys:0:Role", "operator"));

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task An_export_has_everything_but_secrets()
    {
        using var guest = await Browser.OpenAsync(_app);
        await guest.Client.PatchAsJsonAsync("/api/me", new { name = "Ada" });
        await guest.Client.PostJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 100 }, HttpStatusCode.Created);
        var market = await guest.Client.OpenMarketAsync();
        var key = (await guest.Client.PostJsonAsync("/api/me/keys", new { name = "Bot" }, HttpStatusCode.Created)).GetProperty("key").GetString()!;

        await guest.Client.PostJsonAsync("/api/webhooks", new { url = "https://hooks.example.org/1" }, HttpStatusCode.Created);
        await (await guest.Client.PostAsync("/api/pictures", new ByteArrayContent(await RealClips.BannerPictureAsync("VICTORY")))).ReadAsync(HttpStatusCode.Created);
        using var molly = await Browser.OpenAsync(_app);
        await molly.Client.PatchAsJsonAsync("/api/me", new { name = "Molly" });
        await guest.Client.PostJsonAsync("/api/me/moderators", new { name = "Molly" });

        var data = await guest.Client.GetJsonAsync("/api/me/export");

        data.GetProperty("webhooks")[0].GetProperty("url").GetString().Should().Be("https://hooks.example.org/1");
        data.GetProperty("webhooks").ToString().Should().NotContain("whsec_").And.NotContain("secret");
        data.GetProperty("pictures")[0].GetProperty("sha256").GetString().Should().HaveLength(64);
        data.GetProperty("moderators")[0].GetString().Should().Be("Molly");
        data.GetProperty("objections").GetArrayLength().Should().Be(0);
        data.GetProperty("first_credits").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null, "practice credits are no grant");
        data.GetProperty("name").GetString().Should().Be("Ada");
        data.GetProperty("stakes")[0].GetProperty("amount").GetInt64().Should().Be(100);
        data.GetProperty("ledger").EnumerateArray().Sum(line => line.GetProperty("amount").GetInt64()).Should().Be(900);
        data.GetProperty("markets")[0].GetProperty("id").GetInt64().Should().Be(market);
        data.GetProperty("keys")[0].GetProperty("name").GetString().Should().Be("Bot");
        data.GetProperty("clips").GetArrayLength().Should().Be(0);
        data.ToString().Should().NotContain(key).And.NotContain(Secrets.HashOf(key));
    }

    // Requests that were under way, and pages that were open, act for who they were for.
    [Fact]
    public async Task What_was_asked_before_the_closing_and_comes_after_it_is_refused()
    {
        using var guest = await Browser.OpenAsync(_app);
        await guest.Client.PatchAsJsonAsync("/api/me", new { name = "Ada" });
        var id = (await guest.Client.GetJsonAsync("/api/me")).GetProperty("id").GetString()!;
        var caller = new Caller(id, "Ada", Role.Guest, "127.0.0.1");
        (await guest.Client.DeleteAsync("/api/me")).EnsureSuccessStatusCode();

        await RefusedAsync(() => Get<Naming>().RenameAsync(caller, "Ada again", default));
        await RefusedAsync(() => Get<Staking>().StakeAsync(new StakeRequest(1, Outcome.Yes, 10), caller, default));
        await RefusedAsync(() => Get<MarketService>().OpenAsync(new NewMarket("Shall we?", new Criterion { Labels = ["Dog"] }), caller, default));
        await RefusedAsync(() => Get<KeyRing>().AddAsync(caller, "Bot", Role.Guest, default));
        await RefusedAsync(() => Get<TransferCodes>().MakeAsync(caller, default));
        await RefusedAsync(() => Get<WebhookKeeper>().MakeAsync("https://bot.example.org", null, caller, default));
        await RefusedAsync(() => Get<ClipIntake>().OfferAsync(new ClipOffer("clip.mp4", 1_000, []), caller, default));
        await using var unit = await Get<IUnitOfWorkFactory>().ReadAsync(default);
        (await unit.People.FindAsync(id, default))!.Name.Should().Be(Person.ClosedName);

        T Get<T>()
            where T : notnull => _app.Services.GetRequiredService<T>();
        static async Task RefusedAsync(Func<Task> ask) =>
            (await ask.Should().ThrowAsync<RefusedException>()).Which.Refusal.Code.Should().Be("not_signed_in");
    }

    [Fact]
    public async Task Exports_are_made_one_at_a_time()
    {
        using var guest = await Browser.OpenAsync(_app);
        using (_app.Services.GetRequiredService<AccountExport>().Begin())
            (await guest.Client.GetAsync("/api/me/export").CodeAsync(HttpStatusCode.TooManyRequests)).Should().Be("export_busy");

        await guest.Client.GetJsonAsync("/api/me/export");
    }

    [Fact]
    public async Task A_closed_account_leaves_its_stakes_and_takes_its_name_along()
    {
        using var guest = await Browser.OpenAsync(_app);
        await guest.Client.PatchAsJsonAsync("/api/me", new { name = "Ada" });
        var hosted = await guest.Client.OpenMarketAsync();
        var others = await _app.NewClient("operator-key-0123456789").OpenMarketAsync();
        await guest.Client.PostJsonAsync($"/api/bets/{others}/stakes", new { side = "YES", amount = 300 }, HttpStatusCode.Created);
        using var key = _app.NewClient(
            (await guest.Client.PostJsonAsync("/api/me/keys", new { name = "Bot" }, HttpStatusCode.Created)).GetProperty("key").GetString());
        var id = (await guest.IdAsync())!;
        using var copy = Browser.With(_app, guest.Cookie!);

        (await guest.Client.DeleteAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.NoContent);

        (await copy.Client.GetAsync("/api/me").CodeAsync(HttpStatusCode.Unauthorized)).Should().Be("not_signed_in");
        (await key.GetAsync("/api/me").CodeAsync(HttpStatusCode.Unauthorized)).Should().Be("not_signed_in");
        (await _app.Local.StateOfAsync(hosted)).Should().Be("void");
        var history = (await _app.Local.GetJsonAsync($"/api/bets/{hosted}")).GetProperty("history");
        history.EnumerateArray().Select(entry => entry.GetProperty("who").GetString()).Should().OnlyContain(who => who == "Closed account");
        (await _app.Local.GetJsonAsync($"/api/bets/{others}")).GetProperty("bet").GetProperty("pool").GetInt64().Should().Be(300);
        (await BalanceAsync(id)).Should().Be(0);
        (await BalanceAsync(Caller.HouseId)).Should().Be(700);
    }

    [Fact]
    public async Task What_open_stakes_pay_later_goes_to_the_house()
    {
        using var guest = await Browser.OpenAsync(_app);
        var boss = _app.NewClient("operator-key-0123456789");
        var market = await boss.OpenMarketAsync();
        await guest.Client.PostJsonAsync($"/api/bets/{market}/stakes", new { side = "YES", amount = 300 }, HttpStatusCode.Created);
        var id = (await guest.IdAsync())!;
        await guest.Client.DeleteAsync("/api/me");
        await boss.PostJsonAsync($"/api/bets/{market}/void", new { reason = "The stream ended." });
        (await BalanceAsync(id)).Should().Be(300);

        await _app.Services.GetRequiredService<AccountClosing>().FollowUpAsync(default);

        (await BalanceAsync(id)).Should().Be(0);
        (await BalanceAsync(Caller.HouseId)).Should().Be(1_000);
    }

    [Fact]
    public async Task Two_closed_accounts_have_one_name_and_nobody_else_gets_it()
    {
        for (var number = 0; number < 2; number++)
        {
            using var guest = await Browser.OpenAsync(_app);
            await guest.Client.PatchAsJsonAsync("/api/me", new { name = "Ada" });
            (await guest.Client.DeleteAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        }

        using var other = await Browser.OpenAsync(_app);
        (await other.Client.PatchAsJsonAsync("/api/me", new { name = "C1osed account" }).CodeAsync(HttpStatusCode.UnprocessableEntity))
            .Should().Be("name");
        await _app.Services.GetRequiredService<NameUpgrade>().RunAsync(default);
        await using var unit = await _app.Services.GetRequiredService<IUnitOfWorkFactory>().ReadAsync(default);
        (await unit.People.NamesAsync(await unit.People.ClosedAsync(default), default)).Values
            .Should().Equal(Person.ClosedName, Person.ClosedName);
    }

    [Fact]
    public async Task A_closed_id_signs_in_no_more_whatever_its_cookie()
    {
        using var old = Browser.With(_app, Browser.OldCookie(_app, "guest:0123456789abcdef0123456789abcdef", "Guest"));
        var cookie = old.Cookie!;
        (await old.Client.DeleteAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.NoContent, "although it had done nothing");

        using var again = Browser.With(_app, cookie);
        (await again.Client.GetAsync("/api/me").CodeAsync(HttpStatusCode.Unauthorized)).Should().Be("not_signed_in");
        var token = SessionToken.Of("guest:0123456789abcdef0123456789abcdef", "another", TimeProvider.System.GetUtcNow().AddDays(1), "", "");
        (await _app.Services.GetRequiredService<SessionKeeper>().FindAsync(token, default)).Should().BeNull();
    }

    [Fact]
    public async Task The_clips_of_a_closed_account_lose_their_names()
    {
        using var guest = await Browser.OpenAsync(_app);
        var job = await guest.Client.SendFreshClipAsync("");

        (await guest.Client.DeleteAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.NoContent);

        (await _app.NewClient("operator-key-0123456789").GetJsonAsync($"/api/jobs/{job}")).GetProperty("file_name").GetString()
            .Should().BeEmpty();
    }

    [Fact]
    public async Task The_pictures_of_a_closed_account_go_unless_a_market_names_them()
    {
        using var guest = await Browser.OpenAsync(_app);
        async Task<string> AddAsync(string word) => (await (await guest.Client.PostAsync(
            "/api/pictures", new ByteArrayContent(await RealClips.BannerPictureAsync(word)))).ReadAsync(HttpStatusCode.Created)).GetProperty("sha256").GetString()!;
        var (named, other) = (await AddAsync("VICTORY"), await AddAsync("DEFEAT"));
        await guest.Client.PostJsonAsync(
            "/api/bets", new { @event = "Will it?", criterion = new { picture = new { sha256 = named, name = "the banner" } } }, HttpStatusCode.Created);

        (await guest.Client.DeleteAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.NoContent);

        (await _app.Local.GetAsync($"/api/pictures/{named}")).StatusCode.Should().Be(HttpStatusCode.OK, "a receipt names it");
        OpenDatabase.Number(_app.DataDirectory, $"SELECT COUNT(*) FROM pictures WHERE Sha256 = '{other}'").Should().Be(0);
    }

    [Fact]
    public async Task Only_a_guest_in_a_browser_closes_an_account()
    {
        using var guest = await Browser.OpenAsync(_app);
        using var bot = _app.NewClient(
            (await guest.Client.PostJsonAsync("/api/me/keys", new { name = "Bot" }, HttpStatusCode.Created)).GetProperty("key").GetString());

        (await bot.DeleteAsync("/api/me").CodeAsync(HttpStatusCode.Forbidden)).Should().Be("not_closable");
        (await _app.NewClient("operator-key-0123456789").DeleteAsync("/api/me").CodeAsync(HttpStatusCode.Forbidden)).Should().Be("not_closable");
    }

    private async Task<long> BalanceAsync(string personId)
    {
        await using var unit = await _app.Services.GetRequiredService<IUnitOfWorkFactory>().ReadAsync(default);
        return await unit.Ledger.FindBalanceAsync(AccountAddress.Person(personId, Currency.Credits), default) ?? 0;
    }
}
