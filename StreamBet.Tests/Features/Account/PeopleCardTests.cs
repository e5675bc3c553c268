using System.Net;
using System.Net.Http.Json;
using Bunit;
using StreamBet.Core.People;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Account;

namespace StreamBet.Tests.Features.Account;

/// <summary>An operator ends what signs other people in.</summary>
public sealed class PeopleCardTests(RunningApp running) : ComponentTest(running, new Caller("key:boss", "boss", Role.Operator, "192.0.2.1"))
{
    [Fact]
    public async Task An_operator_finds_a_person_revokes_their_key_and_signs_them_out()
    {
        using var mallory = await Browser.OpenAsync(App);
        await (await mallory.Client.PatchAsJsonAsync("/api/me", new { name = "Mallory" })).ReadAsync();
        using var bot = App.NewClient(
            (await mallory.Client.PostJsonAsync("/api/me/keys", new { name = "Bot" }, HttpStatusCode.Created)).GetProperty("key").GetString());
        var card = Render<PeopleCard>();

        await card.InputAsync("[data-test=person-name]", "mallory");
        await card.SubmitAsync("[data-test=find-form]");

        card.WaitForElement("[data-test=found]").TextContent.Should().Be("Mallory");
        await card.ClickAsync("[data-test=revoke-theirs]");
        card.WaitForAssertion(() => card.FindAll("[data-test=their-key]").Should().BeEmpty());
        card.Find("[data-test=people-said]").TextContent.Should().Be("Bot is revoked.");
        (await bot.GetAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await mallory.IdAsync()).Should().NotBeNull();

        await card.ClickAsync("[data-test=end-all-theirs]");
        (await mallory.IdAsync()).Should().NotBeNull("it is asked first");
        await card.SubmitAsync("[data-test=confirm-form]");
        card.WaitForAssertion(() => card.Find("[data-test=people-said]").TextContent.Should().Be("Mallory is signed out everywhere."));
        (await mallory.Client.GetAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_id_is_found_too_and_nobody_is_told()
    {
        using var guest = await Browser.OpenAsync(App);
        await (await guest.Client.PatchAsJsonAsync("/api/me", new { name = "Trudy" })).ReadAsync();
        var card = Render<PeopleCard>();

        await card.InputAsync("[data-test=person-name]", (await guest.IdAsync())!);
        await card.SubmitAsync("[data-test=find-form]");
        card.WaitForElement("[data-test=found]").TextContent.Should().Be("Trudy");

        await card.InputAsync("[data-test=person-name]", "Nobody of this name");
        await card.SubmitAsync("[data-test=find-form]");
        card.WaitForAssertion(() => card.FindAll("[data-test=found]").Should().BeEmpty());
        card.Find("[data-test=people-said]").TextContent.Should().Be("Nobody here has that name.");
    }
}
