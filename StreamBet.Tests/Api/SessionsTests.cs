using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Tests.Support;
using StreamBet.Web.Shared.State;

namespace StreamBet.Tests.Api;

/// <summary>Sessions: who is signed in where, and how that ends.</summary>
public sealed class SessionsTests : IDisposable
{
    // For tests that copy the database.
    private static readonly (string Key, string Value) OnSqlite = ("StreamBet:Database", StreamBetOptions.Sqlite);

    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Who_only_opens_pages_is_stored_nowhere()
    {
        using var guest = await Browser.OpenAsync(_app);
        await guest.PageAsync("/me");
        await guest.IdAsync();
        await guest.Client.GetJsonAsync("/api/me/sessions");

        Rows("SELECT COUNT(*) FROM sessions").Should().Be(0);
        Rows("SELECT COUNT(*) FROM people").Should().Be(0);
    }

    [Fact]
    public async Task The_first_action_stores_the_session_without_its_secret()
    {
        using var guest = await Browser.OpenAsync(_app);
        await RenameAsync(guest, "Ada");

        await Eventually.IsTrueAsync(() => Rows("SELECT COUNT(*) FROM sessions WHERE RevokedAt IS NULL") == 1, "it is stored");
        var listed = (await guest.Client.GetJsonAsync("/api/me/sessions")).GetProperty("sessions");
        listed.GetArrayLength().Should().Be(1);
        listed[0].GetProperty("current").GetBoolean().Should().BeTrue();
        listed[0].GetProperty("browser").GetString().Should().Be("Firefox on Linux");
        listed[0].GetProperty("address").GetString().Should().Be("this machine");
    }

    [Fact]
    public async Task A_copied_cookie_is_refused_from_the_next_request_on_once_its_owner_signs_out()
    {
        using var guest = await Browser.OpenAsync(_app);
        await RenameAsync(guest, "Ada");
        using var thief = Browser.With(_app, guest.Cookie!);
        (await thief.IdAsync()).Should().Be(await guest.IdAsync());

        using var signedOut = await guest.SubmitAsync("/account/sign-out");

        signedOut.StatusCode.Should().Be(HttpStatusCode.SeeOther);
        signedOut.Headers.Location!.ToString().Should().Be("/signed-out");
        guest.Cookie.Should().BeNullOrEmpty();
        await ShouldBeNobodyAsync(thief);
    }

    [Fact]
    public async Task A_guest_who_did_nothing_signs_out_and_leaves_no_trace()
    {
        using var guest = await Browser.OpenAsync(_app);
        using var thief = Browser.With(_app, guest.Cookie!);
        await guest.SubmitAsync("/account/sign-out");

        await ShouldBeNobodyAsync(thief);
        Rows("SELECT COUNT(*) FROM sessions").Should().Be(0);
        Rows("SELECT COUNT(*) FROM people").Should().Be(0);
    }

    [Fact]
    public async Task A_page_of_an_ended_session_makes_a_new_guest()
    {
        using var guest = await Browser.OpenAsync(_app);
        var id = await guest.IdAsync();
        var cookie = guest.Cookie!;
        await guest.SubmitAsync("/account/sign-out");
        guest.Cookie = cookie;

        await guest.PageAsync("/");

        (await guest.IdAsync()).Should().StartWith("guest:").And.NotBe(id);
    }

    [Fact]
    public async Task A_page_of_another_site_signs_nobody_out()
    {
        using var guest = await Browser.OpenAsync(_app);
        guest.Client.DefaultRequestHeaders.Add("Origin", "https://evil.example");

        (await guest.SubmitAsync("/account/sign-out")).StatusCode.Should().Be(HttpStatusCode.Forbidden);

        guest.Client.DefaultRequestHeaders.Remove("Origin");
        (await guest.IdAsync()).Should().StartWith("guest:");
    }

    [Fact]
    public async Task A_guests_cookie_of_0_1_0_goes_on_and_can_be_ended()
    {
        using var old = Browser.With(_app, Browser.OldCookie(_app, "guest:0123456789abcdef0123456789abcdef", "Guest"));
        (await old.IdAsync()).Should().Be("guest:0123456789abcdef0123456789abcdef");
        await RenameAsync(old, "Ada");
        await Eventually.IsTrueAsync(() => Rows("SELECT COUNT(*) FROM sessions") == 1, "it is stored");
        var cookie = old.Cookie!;

        await old.SubmitAsync("/account/sign-out");

        using var copy = Browser.With(_app, cookie);
        await ShouldBeNobodyAsync(copy);
    }

    [Fact]
    public async Task A_cookie_is_renewed_in_its_second_half_unless_its_session_has_ended()
    {
        var cookie = Browser.OldCookie(_app, "guest:0123456789abcdef0123456789abcdef", "Guest", daysOld: 300);
        async Task<bool> IsRenewedAsync()
        {
            using var browser = Browser.With(_app, cookie);
            using var response = await browser.Client.GetAsync("/api/me");
            return response.Headers.Contains("Set-Cookie");
        }

        (await IsRenewedAsync()).Should().BeTrue();
        using (var browser = Browser.With(_app, cookie))
            await browser.SubmitAsync("/account/sign-out");
        (await IsRenewedAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task An_operators_cookie_of_0_1_0_makes_nobody_an_operator()
    {
        using var guest = Browser.With(_app, Browser.OldCookie(_app, "guest:0123456789abcdef0123456789abcdef", "Operator"));
        using var old = Browser.With(_app, Browser.OldCookie(_app, "operator", "Operator"));

        (await guest.Client.GetJsonAsync("/api/me")).GetProperty("role").GetString().Should().Be("guest");
        (await guest.Client.GetAsync("/api/people?name=x").CodeAsync(HttpStatusCode.Forbidden)).Should().Be("forbidden");
        await ShouldBeNobodyAsync(old);
    }

    [Fact]
    public async Task The_operators_link_makes_an_operator_until_that_session_is_ended()
    {
        using var browser = await Browser.OperatorAsync(_app);
        var me = await browser.Client.GetJsonAsync("/api/me");
        me.GetProperty("id").GetString().Should().Be("operator");
        me.GetProperty("role").GetString().Should().Be("operator");
        using var thief = Browser.With(_app, browser.Cookie!);
        var session = (await browser.Client.GetJsonAsync("/api/me/sessions")).GetProperty("sessions")[0];
        session.GetProperty("role").GetString().Should().Be("operator");

        (await browser.Client.DeleteAsync($"/api/me/sessions/{session.GetProperty("id").GetString()}")).StatusCode
            .Should().Be(HttpStatusCode.NoContent);

        await ShouldBeNobodyAsync(thief);
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_another()
    {
        using var guest = await Browser.OpenAsync(_app);
        await RenameAsync(guest, "Ada");
        var id = (await guest.Client.GetJsonAsync("/api/me/sessions")).GetProperty("sessions")[0].GetProperty("id").GetString();
        using var other = await Browser.OpenAsync(_app);

        (await other.Client.DeleteAsync($"/api/me/sessions/{id}").CodeAsync(HttpStatusCode.NotFound)).Should().Be("session_not_found");
        (await other.Client.DeleteAsync($"/api/people/{await guest.IdAsync()}/sessions").CodeAsync(HttpStatusCode.Forbidden))
            .Should().Be("forbidden");
        (await guest.IdAsync()).Should().StartWith("guest:");
    }

    [Fact]
    public async Task An_operator_signs_a_person_out_everywhere_also_where_it_was_never_stored()
    {
        using var app = TestApp.Start(OnSqlite);
        using var guest = await Browser.OpenAsync(app);
        await RenameAsync(guest, "Mallory");
        using var boss = await Browser.OperatorAsync(app);
        var found = await boss.Client.GetJsonAsync("/api/people?name=mallory");
        found.GetProperty("id").GetString().Should().Be(await guest.IdAsync());

        (await boss.Client.DeleteAsync($"/api/people/{found.GetProperty("id").GetString()}/sessions")).StatusCode
            .Should().Be(HttpStatusCode.NoContent);

        await ShouldBeNobodyAsync(guest);
        var cookie = guest.Cookie!;
        var copy = await CopyDataAsync(app);
        using (var sessions = Crowd.Open(Path.Combine(copy, "streambet.db")))
        using (var delete = sessions.CreateCommand())
        {
            delete.CommandText = "DELETE FROM sessions WHERE PersonId LIKE 'guest:%'";
            delete.ExecuteNonQuery();
        }

        using var later = TestApp.StartOn(copy, settings: OnSqlite);
        using var again = Browser.With(later, cookie);
        await ShouldBeNobodyAsync(again);
    }

    [Fact]
    public async Task An_open_page_of_an_ended_session_can_do_nothing_more()
    {
        using var guest = await Browser.OpenAsync(_app);
        await RenameAsync(guest, "Ada");
        var (id, session) = (await guest.IdAsync(), await CurrentAsync(guest));
        await using var circuit = _app.Services.CreateAsyncScope();
        var tab = circuit.ServiceProvider.GetRequiredService<TabSession>();
        var hasLeft = false;
        circuit.ServiceProvider.GetRequiredService<TabAdmission>()
            .Admit(new Caller(id!, "Ada", Role.Operator, "192.0.2.1") { SessionId = session }, () => hasLeft = true).Should().BeTrue();
        tab.Caller.Role.Should().Be(Role.Guest, "the server says what a session may do, not the page");
        (await tab.TryAsync(_ => Task.CompletedTask)).Should().BeNull();

        await guest.Client.DeleteAsync($"/api/me/sessions/{session}");

        hasLeft.Should().BeTrue();
        tab.Closed.IsCancellationRequested.Should().BeTrue();
        (await tab.TryAsync(_ => Task.CompletedTask))!.Code.Should().Be("session_ended");
        await using var next = _app.Services.CreateAsyncScope();
        next.ServiceProvider.GetRequiredService<TabAdmission>()
            .Admit(new Caller(id!, "Ada", Role.Guest, "192.0.2.1") { SessionId = session }, () => { }).Should().BeFalse();
    }

    [Theory]
    [InlineData("events")]
    [InlineData("EVENTS/")]
    public async Task A_stream_of_events_ends_with_its_session(string named)
    {
        _app.Gate.Close();
        using var guest = await Browser.OpenAsync(_app);
        using var sent = await guest.Client.SendClipAsync(await RealClips.PeopleAsync(), isAsync: true);
        var job = (await sent.ReadAsync(HttpStatusCode.Accepted)).GetProperty("job_id").GetString();
        using var events = await guest.Client.GetAsync($"/api/jobs/{job}/{named}", HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await events.Content.ReadAsStreamAsync();
        (await stream.ReadAsync(new byte[1])).Should().Be(1, "it goes on while the session does");

        await guest.Client.DeleteAsync("/api/me/sessions/" + await CurrentAsync(guest));

        var read = () => stream.CopyToAsync(Stream.Null).WaitAsync(TimeSpan.FromSeconds(30));
        (await read.Should().ThrowAsync<IOException>()).Which.Should().NotBeNull();
        _app.Gate.Open();
    }

    [Fact]
    public async Task Signing_out_everywhere_else_keeps_the_session_that_asks()
    {
        using var original = TestApp.Start(OnSqlite);
        using var boss = await Browser.OperatorAsync(original);
        using var stolen = Browser.With(original, boss.Cookie!);
        using var app = TestApp.StartOn(await CopyDataAsync(original), settings: OnSqlite);
        using var first = Browser.With(app, boss.Cookie!);
        using var second = await Browser.OperatorAsync(app);

        (await (await second.Client.DeleteAsync("/api/me/sessions")).ReadAsync()).GetProperty("sessions").GetArrayLength().Should().Be(1);

        (await second.IdAsync()).Should().Be("operator");
        await ShouldBeNobodyAsync(first);
    }

    private static async Task<string> CurrentAsync(Browser browser) =>
        (await browser.Client.GetJsonAsync("/api/me/sessions")).GetProperty("sessions").EnumerateArray()
            .Single(session => session.GetProperty("current").GetBoolean()).GetProperty("id").GetString()!;

    private static async Task RenameAsync(Browser browser, string name)
    {
        using var renamed = await browser.Client.PatchAsJsonAsync("/api/me", new { name });
        renamed.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static async Task ShouldBeNobodyAsync(Browser browser) =>
        (await browser.Client.GetAsync("/api/me").CodeAsync(HttpStatusCode.Unauthorized)).Should().Be("not_signed_in");

    // Its data, for another application.
    private static async Task<string> CopyDataAsync(TestApp app)
    {
        var copy = Path.Combine(app.DataDirectory, "later");
        Directory.CreateDirectory(Path.Combine(copy, "keys"));
        foreach (var key in Directory.GetFiles(Path.Combine(app.DataDirectory, "keys")))
            File.Copy(key, Path.Combine(copy, "keys", Path.GetFileName(key)));
        await TestDatabase.Sqlite.CopyAsync(app.DataDirectory, copy);
        return copy;
    }

    private long Rows(string sql) => OpenDatabase.Number(_app.DataDirectory, sql);
}
