using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Accounts;
using StreamBet.Core.People.Keys;
using StreamBet.Core.People.Sessions;
using StreamBet.Core.Webhooks;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <content>People with their sessions, keys and webhooks.</content>
public sealed partial class DeclaredErrorsTests
{
    [Fact]
    public async Task People()
    {
        using var boss = await Browser.OperatorAsync(App);
        using var browser = await Browser.OpenAsync(App);
        var guest = browser.Client;
        var bot = App.NewClient((await guest.PostJsonAsync("/api/me/keys", new { name = "Bot" }, HttpStatusCode.Created)).GetProperty("key").GetString());
        var script = App.NewClient((await boss.Client.PostJsonAsync("/api/me/keys", new { name = "Script", role = "operator" }, HttpStatusCode.Created))
            .GetProperty("key").GetString());
        foreach (var endpoint in Endpoints.Where(endpoint => endpoint.Area == "You"))
        {
            Task<HttpResponseMessage> AskAsync(HttpClient client, string person = "guest:none") => client.SendAsync(new HttpRequestMessage(
                new HttpMethod(endpoint.Method), endpoint.Address().Replace("/people/none", $"/people/{person}", StringComparison.Ordinal))
            { Content = Body(endpoint) });
            if (endpoint.Declared.ContainsKey("forbidden"))
                await ProvokeAsync("forbidden", AskAsync(guest));
            foreach (var code in new[] { "session_not_found", "key_not_found", "person_not_found" }.Where(endpoint.Declared.ContainsKey))
                await ProvokeAsync(code, AskAsync(boss.Client));
            if (endpoint.Declared.ContainsKey("not_by_key"))
                await ProvokeAsync("not_by_key", endpoint.Path.StartsWith("/api/people", StringComparison.Ordinal) ? AskAsync(script, "operator") : AskAsync(bot));
        }

        await ProvokeAsync("name", guest.PatchAsJsonAsync("/api/me", new { name = "" }));
        await (await guest.PatchAsJsonAsync("/api/me", new { name = "Ada" })).ReadAsync();
        await ProvokeAsync("name_taken", (await App.NewGuestAsync()).PatchAsJsonAsync("/api/me", new { name = "Ada" }));
        await ProvokeTheKeysAsync(guest);
        await ProvokeTheModeratorsAsync();
        await ProvokeTheTransfersAsync(browser, boss.Client);

        using (App.Services.GetRequiredService<AccountExport>().Begin())
            await ProvokeAsync("export_busy", guest.GetAsync("/api/me/export"));
        await ProvokeAsync("not_closable", Operator.DeleteAsync("/api/me"));
        App.Gate.Close();
        using (await guest.SendClipAsync(await RealClips.NobodyAsync(), isAsync: true))
            await ProvokeAsync("job_not_ended", guest.DeleteAsync("/api/me"));
        App.Gate.Open();
        EnsureAllOf("You");
    }

    [Fact]
    public async Task Webhooks()
    {
        foreach (var endpoint in Endpoints.Where(endpoint => endpoint.Declared.ContainsKey("webhook_not_found")))
            await ProvokeAsync("webhook_not_found", Host.SendAsync(new HttpRequestMessage(new HttpMethod(endpoint.Method), endpoint.Address())));
        object Hook(int number) => new { url = $"https://hooks.example.org/{number}" };
        await ProvokeAsync("webhook_url", Host.PostAsJsonAsync("/api/webhooks", new { url = "ftp://example.org" }));
        await ProvokeAsync("webhook_events", Host.PostAsJsonAsync("/api/webhooks", new { url = "https://example.org", events = new[] { "none" } }));
        var id = (await Host.PostJsonAsync("/api/webhooks", Hook(0), HttpStatusCode.Created)).GetProperty("webhook").GetProperty("id").GetString();
        await using (var receiver = await HookReceiver.StartAsync())
        {
            using var app = TestApp.Start(HookReceiver.Allowed);
            var hook = (await app.Local.PostJsonAsync("/api/webhooks", new { url = receiver.At("/hook") }, HttpStatusCode.Created))
                .GetProperty("webhook").GetProperty("id").GetString();
            (await app.Local.PostAsync($"/api/webhooks/{hook}/test", null)).StatusCode.Should().Be(HttpStatusCode.Accepted);
            await ProvokeAsync("webhook_tested", app.Local.PostAsync($"/api/webhooks/{hook}/test", null));
        }

        OpenDatabase.Run(App.DataDirectory, "UPDATE webhooks SET StoppedAt = CreatedAt");
        await ProvokeAsync("webhook_stopped", Host.PostAsync($"/api/webhooks/{id}/test", null));
        for (var number = 1; number < WebhookKeeper.MaxOfPerson; number++)
            await Host.PostJsonAsync("/api/webhooks", Hook(number), HttpStatusCode.Created);
        await ProvokeAsync("too_many_webhooks", Host.PostAsJsonAsync("/api/webhooks", Hook(99)));

        var guest = await App.NewGuestAsync();
        await guest.PostJsonAsync("/api/webhooks", Hook(0), HttpStatusCode.Created);
        CopyGuestsWebhook(WebhookKeeper.MaxOfGuests);
        await ProvokeAsync("webhooks_full", (await App.NewGuestAsync()).PostAsJsonAsync("/api/webhooks", Hook(1)));
        EnsureAllOf("Webhooks");
    }

    private async Task ProvokeTheKeysAsync(HttpClient guest)
    {
        await ProvokeAsync("key_name", guest.PostAsJsonAsync("/api/me/keys", new { name = "" }));
        await ProvokeAsync("role", guest.PostAsJsonAsync("/api/me/keys", new { name = "Bot", role = "guest" }));
        await ProvokeAsync("key_role", guest.PostAsJsonAsync("/api/me/keys", new { name = "Bot", role = "operator" }));
        for (var number = 1; number < PersonKey.MaxPerPerson; number++)
            await guest.PostJsonAsync("/api/me/keys", new { name = $"Bot {number}" }, HttpStatusCode.Created);
        await ProvokeAsync("too_many_keys", guest.PostAsJsonAsync("/api/me/keys", new { name = "One more" }));
    }

    private async Task ProvokeTheModeratorsAsync()
    {
        async Task<HttpClient> NamedAsync(string name)
        {
            var person = await App.NewGuestAsync();
            await (await person.PatchAsJsonAsync("/api/me", new { name })).ReadAsync();
            return person;
        }

        Task<HttpResponseMessage> NameAsync(string name) => Host.PostAsJsonAsync("/api/me/moderators", new { name });
        await Operator.OpenMarketAsync();
        await ProvokeAsync("moderator", NameAsync("boss"));
        var closing = (await Host.PostJsonAsync(
            "/api/bets", new { @event = "Will it?", people = true, closes_in_seconds = 60, hidden_seconds = 30 }, HttpStatusCode.Created)).GetProperty("id").GetInt64();
        var staker = await NamedAsync("Staker");
        await StakeAsync(staker, closing, "YES", 10);
        await ProvokeAsync("moderator_has_stake", NameAsync("Staker"));
        Time.Advance(TimeSpan.FromSeconds(40));
        await NamedAsync("Molly");
        await ProvokeAsync("market_closing", NameAsync("Molly"));
        await Host.PostJsonAsync($"/api/bets/{closing}/void", new { reason = "Enough." });

        await (await NameAsync("Molly")).ReadAsync();
        await ProvokeAsync("moderator_named", NameAsync("Molly"));
        for (var number = 1; number < Moderation.MaxModerators; number++)
        {
            await NamedAsync($"Mod {number}");
            await (await NameAsync($"Mod {number}")).ReadAsync();
        }

        await NamedAsync("One more");
        await ProvokeAsync("too_many_moderators", NameAsync("One more"));
    }

    private async Task ProvokeTheTransfersAsync(Browser phone, HttpClient boss)
    {
        Task<HttpResponseMessage> TakeAsync(Browser browser, string? code) => browser.Client.PostAsJsonAsync("/api/me/transfer", new { code });
        await ProvokeAsync("not_transferable", boss.PostAsync("/api/me/transfer-code", null));
        var code = (await (await phone.Client.PostAsync("/api/me/transfer-code", null)).ReadAsync()).GetProperty("code").GetString();
        await ProvokeAsync("transfer_same_account", TakeAsync(phone, code));
        using var laptop = await Browser.OpenAsync(App);
        await (await laptop.Client.PatchAsJsonAsync("/api/me", new { name = "Left" })).ReadAsync();
        await ProvokeAsync("account_left_behind", TakeAsync(laptop, code));
        for (var attempt = 0; attempt < TransferCodes.MaxFailures; attempt++)
            await ProvokeAsync("transfer_code_invalid", TakeAsync(laptop, "0000-0000-0000"));
        await ProvokeAsync("too_many_codes", TakeAsync(laptop, code));
    }

    private void CopyGuestsWebhook(int times)
    {
        var list = string.Join(", ", typeof(Webhook).GetProperties().Where(property => property.CanWrite && property.Name != "Id").Select(property => property.Name));
        OpenDatabase.Run(App.DataDirectory, string.Concat(Enumerable.Range(0, times).Select(_ =>
            $"INSERT INTO webhooks (Id, {list}) SELECT '{Guid.CreateVersion7()}', {list} FROM webhooks WHERE OwnerId LIKE 'guest:%' LIMIT 1;")));
    }
}
