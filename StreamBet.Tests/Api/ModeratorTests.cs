using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>A host names moderators, and cannot keep anyone from deciding or staking by it.</summary>
public sealed class ModeratorTests : IDisposable
{
    private const string HostKey = "host-key-01234567890123";
    private const string OperatorKey = "operator-key-0123456789";

    private readonly TestApp _app = TestApp.Start(
        ("StreamBet:ApiKeys:0:Name", "hannah"), ("StreamBet:ApiKeys:0:Key", HostKey), ("StreamBet:ApiKeys:0:Role", "host"),
        ("StreamBet:ApiKeys:1:Name", "boss"), ("StreamBet:ApiKeys:1:Key", OperatorKey), ("StreamBet:ApiKeys:1:Role", "Operator"));

    private HttpClient Host => _app.NewClient(HostKey);

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_moderator_binds_and_proposes_and_holds_no_stake()
    {
        var mod = await NamedGuestAsync("Molly");
        var id = await Host.OpenMarketAsync("Dog");
        (await NameAsync("Nobody").CodeAsync(HttpStatusCode.NotFound)).Should().Be("person_not_found");

        await (await NameAsync("Molly")).ReadAsync();

        (await ModeratorsOfAsync(id)).Should().Equal("Molly");
        (await Host.GetJsonAsync($"/api/bets/{id}")).GetProperty("history").ToString().Should().Contain("Named Molly a moderator.");
        (await mod.PostAsJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 10 }).CodeAsync(HttpStatusCode.Forbidden))
            .Should().Be("own_market");
        await StakeBothAsync(id);
        await (await mod.SendClipAsync(await ShortClipAsync(), $"?bet_ids={id}&share_frames=true")).ReadAsync();
        await mod.PostJsonAsync($"/api/bets/{id}/proposal", new { outcome = "NO", reason = "No dog." });
        await (await RemoveAsync((await OwnAsync())[0].GetProperty("id").GetString()!)).ReadAsync();
        (await ModeratorsOfAsync(id)).Should().BeEmpty();
    }

    [Fact]
    public async Task Who_is_a_moderator_no_longer_does_not_propose()
    {
        var mod = await NamedGuestAsync("Molly");
        await (await NameAsync("Molly")).ReadAsync();
        var id = await Host.OpenMarketAsync("Dog");
        await (await RemoveAsync((await OwnAsync())[0].GetProperty("id").GetString()!)).ReadAsync();
        await StakeBothAsync(id);
        await (await Host.SendClipAsync(await ShortClipAsync(), $"?bet_ids={id}&share_frames=true")).ReadAsync();

        (await mod.PostAsJsonAsync($"/api/bets/{id}/proposal", new { outcome = "NO", reason = "No dog." })
            .CodeAsync(HttpStatusCode.Forbidden)).Should().Be("not_host");
    }

    [Fact]
    public async Task A_name_that_looks_the_same_names_the_same_person()
    {
        await NamedGuestAsync("Molly");

        await (await NameAsync("moIIy")).ReadAsync();

        (await OwnAsync()).Single().GetProperty("name").GetString().Should().Be("Molly");
    }

    [Fact]
    public async Task An_operator_cannot_be_named_and_decides_all_the_same()
    {
        var boss = _app.NewClient(OperatorKey);
        await boss.OpenMarketAsync("Cat");
        var id = await InReviewAsync();

        (await NameAsync("boss").CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("moderator");

        (await OwnAsync()).Should().BeEmpty();
        await boss.PostJsonAsync($"/api/bets/{id}/ruling", new { outcome = "NO", reason = "No dog." });
        (await Host.StateOfAsync(id)).Should().Be("resolved");
    }

    [Fact]
    public async Task Markets_that_a_clip_was_sent_for_keep_their_moderators()
    {
        await NamedGuestAsync("Molly");
        var (inReview, open) = (await InReviewAsync(), await Host.OpenMarketAsync("Dog"));

        await (await NameAsync("Molly")).ReadAsync();

        (await ModeratorsOfAsync(inReview)).Should().BeEmpty();
        (await ModeratorsOfAsync(open)).Should().Equal("Molly");
        (await Host.GetJsonAsync($"/api/bets/{inReview}")).GetProperty("history").ToString().Should().NotContain("Molly");
    }

    [Fact]
    public async Task A_holder_of_a_stake_in_a_market_under_way_can_be_named_for_the_next_ones()
    {
        var id = await Host.OpenMarketAsync("Dog");
        var (ada, _) = await StakeBothAsync(id);
        await (await ada.PatchAsJsonAsync("/api/me", new { name = "Ada" })).ReadAsync();
        (await NameAsync("Ada").CodeAsync(HttpStatusCode.Conflict)).Should().Be("moderator_has_stake");
        await (await Host.SendClipAsync(await ShortClipAsync(), $"?bet_ids={id}&share_frames=true")).ReadAsync();

        await (await NameAsync("Ada")).ReadAsync();

        (await ModeratorsOfAsync(id)).Should().BeEmpty();
        await Host.PostJsonAsync($"/api/bets/{id}/proposal", new { outcome = "YES", reason = "A dog.", second = 1 });
    }

    [Theory]
    [InlineData("guest:nobody")]
    [InlineData("guest:1\nMarket 7 voided by operator.")]
    public async Task Who_is_no_moderator_is_not_removed(string id) =>
        (await RemoveAsync(id).CodeAsync(HttpStatusCode.NotFound)).Should().Be("person_not_found");

    private Task<HttpResponseMessage> NameAsync(string name) => Host.PostAsJsonAsync("/api/me/moderators", new { name });

    private Task<HttpResponseMessage> RemoveAsync(string id) => Host.DeleteAsync($"/api/me/moderators/{Uri.EscapeDataString(id)}");

    private async Task<IReadOnlyList<JsonElement>> OwnAsync() =>
        [.. (await Host.GetJsonAsync("/api/me/moderators")).GetProperty("moderators").EnumerateArray()];

    private async Task<IEnumerable<string?>> ModeratorsOfAsync(long id) =>
        (await Host.GetJsonAsync($"/api/bets/{id}")).GetProperty("moderators").EnumerateArray().Select(name => name.GetString());

    private async Task<HttpClient> NamedGuestAsync(string name)
    {
        var guest = await _app.NewGuestAsync();
        await (await guest.PatchAsJsonAsync("/api/me", new { name })).ReadAsync();
        return guest;
    }

    private async Task<long> InReviewAsync()
    {
        var id = await Host.OpenMarketAsync("Dog");
        await StakeBothAsync(id);
        await (await Host.SendClipAsync(await ShortClipAsync(), $"?bet_ids={id}")).ReadAsync();
        (await Host.StateOfAsync(id)).Should().Be("review");
        return id;
    }

    private async Task<(HttpClient Ada, HttpClient Bob)> StakeBothAsync(long id)
    {
        var (ada, bob) = (await _app.NewGuestAsync(), await _app.NewGuestAsync());
        await ada.PostJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 100 }, HttpStatusCode.Created);
        await bob.PostJsonAsync($"/api/bets/{id}/stakes", new { side = "NO", amount = 200 }, HttpStatusCode.Created);
        return (ada, bob);
    }

    // Too short for a NO, with no dog in it.
    private static Task<string> ShortClipAsync() => TestClips.MakeAsync(
        "too-short-for-a-no.mp4", "-f", "lavfi", "-i", "mandelbrot=size=320x180:rate=10", "-pix_fmt", "yuv420p", "-t", "1.5");
}
