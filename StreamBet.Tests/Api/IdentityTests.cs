using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>Who may do what.</summary>
public sealed class IdentityTests : IDisposable
{
    private const string ViewerKey = "viewer-key-0123456789";
    private const string OperatorKey = "operator-key-0123456789";
    private readonly TestApp _open = TestApp.Start();
    private readonly TestApp _keyed = TestApp.Start(
        ("StreamBet:ApiKeys:0:Name", "watcher"), ("StreamBet:ApiKeys:0:Key", ViewerKey),
        ("StreamBet:ApiKeys:1:Name", "boss"), ("StreamBet:ApiKeys:1:Key", OperatorKey), ("StreamBet:ApiKeys:1:Role", "operator"));

    public void Dispose()
    {
        _open.Dispose();
        _keyed.Dispose();
    }

    [Fact]
    public async Task A_program_that_can_read_the_data_directory_is_the_local_account()
    {
        var me = await _open.NewClient(_open.Key).GetJsonAsync("/api/me");

        me.GetProperty("id").GetString().Should().Be("local");
        me.GetProperty("role").GetString().Should().Be("host");
        new FileInfo(Path.Combine(_open.DataDirectory, "local-key")).UnixFileMode.Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Curl_is_the_local_account_by_one_flag()
    {
        using var curl = Process.Start(new ProcessStartInfo(
            "curl", ["-s", "-H", $"@{Path.Combine(_open.DataDirectory, "local-key")}", $"{_open.Address}api/me"])
        { RedirectStandardOutput = true })!;

        JsonDocument.Parse(await curl.StandardOutput.ReadToEndAsync()).RootElement.GetProperty("id").GetString().Should().Be("local");
    }

    [Fact]
    public async Task The_local_key_survives_a_restart_and_a_deleted_one_is_replaced()
    {
        using var data = new TemporaryFolder();
        string Started()
        {
            using var app = TestApp.StartOn(data.Path);
            return app.Key;
        }

        var first = Started();
        Started().Should().Be(first);
        File.Delete(data.File("local-key"));
        Started().Should().NotBe(first);
        await File.WriteAllTextAsync(data.File("local-key"), "Authorization: Bearer x");
        Started().Should().HaveLength(first.Length).And.NotBe(first);
    }

    [Fact]
    public async Task A_call_without_a_key_is_nobodys_even_from_this_machine()
    {
        (await _open.NewClient().GetAsync("/api/me").CodeAsync(HttpStatusCode.Unauthorized)).Should().Be("not_signed_in");
        (await _open.NewClient("sbl_" + new string('0', 64)).GetAsync("/api/me").CodeAsync(HttpStatusCode.Unauthorized))
            .Should().Be("not_signed_in");
        (await _keyed.NewClient("wrong-key-0123456789").GetAsync("/api/me").CodeAsync(HttpStatusCode.Unauthorized))
            .Should().Be("not_signed_in");
        (await _keyed.NewClient(ViewerKey).GetJsonAsync("/api/me")).GetProperty("role").GetString()
            .Should().Be("viewer");
    }

    [Fact]
    public async Task A_clip_sent_without_a_key_is_analysed_for_a_new_guest()
    {
        var client = _open.NewClient();

        using var response = await client.SendClipAsync(await RealClips.NobodyAsync());

        (await response.ReadAsync()).GetProperty("status").GetString().Should().Be("success");
        response.Headers.GetValues("Set-Cookie").Should().ContainSingle(cookie => cookie.StartsWith("streambet=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_markets_and_vocabulary_are_for_everyone()
    {
        foreach (var path in new[] { "/api/health", "/api/bets", "/api/bets/1", "/api/vocabulary" })
            await _keyed.Local.GetJsonAsync(path, HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_operator_voids_any_market_and_every_stake_goes_back()
    {
        var (host, viewer) = (await _keyed.NewGuestAsync(), _keyed.NewClient(ViewerKey));
        var id = await host.OpenMarketAsync();
        await viewer.PostJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 250 }, HttpStatusCode.Created);

        (await viewer.PostAsJsonAsync($"/api/bets/{id}/void", new { reason = "I lose." }).CodeAsync(HttpStatusCode.Forbidden))
            .Should().Be("not_host");
        await _keyed.NewClient(OperatorKey).PostJsonAsync($"/api/bets/{id}/void", new { reason = "The stream ended." });

        (await viewer.StateOfAsync(id)).Should().Be("void");
        (await viewer.GetJsonAsync("/api/me")).GetProperty("balance").GetProperty("credits").GetInt64()
            .Should().Be(1_000);
    }

    [Fact]
    public async Task A_practice_market_that_the_operator_voids_is_replaced()
    {
        await _keyed.NewClient(OperatorKey).PostJsonAsync("/api/bets/1/void", new { reason = "To see what happens." });

        (await _keyed.Local.GetJsonAsync("/api/bets?status=active")).GetProperty("bets").GetArrayLength().Should().Be(4);
    }

    [Fact]
    public async Task A_misspelt_field_opens_no_market_by_another_rule() =>
        (await _open.Local.PostAsJsonAsync(
            "/api/bets", new { @event = "Dog?", criterion = new { labels = new[] { "Dog" }, tresh = 95 } })
            .CodeAsync(HttpStatusCode.BadRequest)).Should().Be("invalid_request");

    [Fact]
    public async Task A_label_that_is_none_is_refused() =>
        (await _open.Local.PostAsJsonAsync(
            "/api/bets", new { @event = "Dog?", criterion = new { labels = new string?[] { null } } })
            .CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("label_outside_vocabulary");

    [Fact]
    public async Task A_guest_is_known_by_a_cookie_that_scripts_cannot_read()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await _open.NewClient().SendAsync(request);

        response.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("streambet=", StringComparison.Ordinal))
            .Should().Contain("httponly").And.Contain("samesite=lax");
        var guest = await _open.NewGuestAsync();
        (await guest.GetJsonAsync("/api/me")).GetProperty("name").GetString().Should().StartWith("Guest ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?token=")]
    [InlineData("?token=0123456789abcdef")]
    public async Task A_sign_in_link_that_signs_nobody_in_says_what_to_do(string query)
    {
        (await _open.NewClient().GetAsync($"/operator{query}").CodeAsync(HttpStatusCode.Forbidden)).Should().Be("operator_link_used");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/operator{query}");
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await _open.NewClient().SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        (await response.Content.ReadAsStringAsync()).Should().Contain("You are not signed in as the operator").And.Contain("Restart the server");
    }

    [Fact]
    public async Task A_refusal_has_its_problem_details_for_a_browser_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me/stakes");
        request.Headers.Accept.ParseAdd("text/html");

        (await _keyed.NewClient().SendAsync(request).CodeAsync(HttpStatusCode.Unauthorized)).Should().Be("not_signed_in");
    }

    [Fact]
    public async Task A_guest_can_change_the_name_that_others_see()
    {
        var guest = await _open.NewGuestAsync();
        using var renamed = await guest.PatchAsJsonAsync("/api/me", new { name = "  Ada  " });
        (await renamed.ReadAsync()).GetProperty("name").GetString().Should().Be("Ada");
        var id = await guest.OpenMarketAsync();

        (await _open.Local.GetJsonAsync($"/api/bets/{id}")).GetProperty("history")[0].GetProperty("who").GetString()
            .Should().Be("Ada");
        (await guest.PatchAsJsonAsync("/api/me", new { name = new string('x', 41) })
            .CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("name");
    }

    [Fact]
    public async Task A_page_of_an_allowed_origin_may_call_and_another_may_not()
    {
        using var app = TestApp.Start(("StreamBet:AllowedOrigins:0", "https://overlay.example"));
        async Task<bool> MayReadAsync(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/bets");
            request.Headers.Add("Origin", origin);
            return (await app.NewClient().SendAsync(request)).Headers.Contains("Access-Control-Allow-Origin");
        }

        (await MayReadAsync("https://overlay.example")).Should().BeTrue();
        (await MayReadAsync("https://evil.example")).Should().BeFalse();
    }

    [Fact]
    public async Task Another_sites_page_cannot_spend_a_guests_credits()
    {
        var guest = await _open.NewGuestAsync();
        guest.DefaultRequestHeaders.Add("Origin", "https://evil.example");

        (await guest.PostAsJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 1 })
            .CodeAsync(HttpStatusCode.Forbidden)).Should().Be("foreign_origin");

        // An empty one leaves the cookie in force.
        guest.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "");
        (await guest.PostAsJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 1 })
            .CodeAsync(HttpStatusCode.Forbidden)).Should().Be("foreign_origin");
    }

    [Fact]
    public async Task An_address_gets_first_credits_for_five_guests_a_day()
    {
        var id = await _open.Local.OpenMarketAsync();
        for (var number = 0; number < 5; number++)
        {
            await (await _open.NewGuestAsync()).PostJsonAsync(
                $"/api/bets/{id}/stakes", new { side = "YES", amount = 1 }, HttpStatusCode.Created);
        }

        (await (await _open.NewGuestAsync()).PostAsJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 1 })
            .CodeAsync(HttpStatusCode.TooManyRequests)).Should().Be("grants_used_up");
        await (await _open.NewGuestAsync()).PostJsonAsync(
            "/api/bets/1/stakes", new { side = "YES", amount = 1 }, HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("YES", 0, "amount")]
    [InlineData("YES", -5, "amount")]
    [InlineData("MAYBE", 5, "side")]
    public async Task A_stake_that_is_none_is_refused(string side, long amount, string code) =>
        (await _open.Local.PostAsJsonAsync("/api/bets/1/stakes", new { side, amount })
            .CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be(code);

    [Fact]
    public async Task Nobody_stakes_more_than_they_hold()
    {
        (await _open.Local.PostAsJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 1_001 })
            .CodeAsync(HttpStatusCode.Conflict)).Should().Be("insufficient_credits");
        (await _open.Local.GetJsonAsync("/api/bets/1")).GetProperty("bet").GetProperty("pool").GetInt64()
            .Should().Be(5_000);
    }

    [Fact]
    public async Task A_fraction_of_a_credit_and_broken_JSON_are_told_as_such()
    {
        (await _open.Local.PostAsJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 1.5 })
            .CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("amount");
        (await _open.Local.PostAsync("/api/resolve", new StringContent("{", null, "application/json"))
            .CodeAsync(HttpStatusCode.BadRequest)).Should().Be("invalid_request");
        (await _open.Local.GetAsync("/api/nothing").CodeAsync(HttpStatusCode.NotFound)).Should().Be("not_found");
    }
}
