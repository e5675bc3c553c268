using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Kernel;
using StreamBet.Core.People.Keys;
using StreamBet.Tests.Support;
using StreamBet.Web.Host;

namespace StreamBet.Tests.Api;

/// <summary>Keys that people make on this server, by the API and on the command line.</summary>
public sealed class KeysTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_guests_key_acts_as_that_guest()
    {
        using var guest = await Browser.OpenAsync(_app);
        var made = await MakeAsync(guest.Client, "Bot");
        made.GetProperty("role").GetString().Should().Be("viewer");
        using var bot = _app.NewClient(made.GetProperty("key").GetString());

        (await bot.GetJsonAsync("/api/me")).GetProperty("id").GetString().Should().Be(await guest.IdAsync());
        (await bot.GetJsonAsync("/api/me")).GetProperty("role").GetString().Should().Be("guest", "its limits are a guest's");
        await bot.PostJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 100 }, HttpStatusCode.Created);
        (await guest.Client.GetJsonAsync("/api/me")).GetProperty("balance").GetProperty("practice").GetInt64().Should().Be(900);
    }

    [Fact]
    public async Task A_key_is_shown_once_and_stored_as_a_digest()
    {
        using var app = TestApp.Start(("StreamBet:Database", StreamBetOptions.Sqlite));
        using var guest = await Browser.OpenAsync(app);
        var secret = (await MakeAsync(guest.Client, "Bot")).GetProperty("key").GetString()!;

        secret.Should().StartWith("sbk_").And.HaveLength(4 + 43);
        var listed = await guest.Client.GetJsonAsync("/api/me/keys");
        listed.GetProperty("keys")[0].GetProperty("name").GetString().Should().Be("Bot");
        listed.ToString().Should().NotContain(secret);
        var files = Directory.GetFiles(app.DataDirectory, "streambet.db*");
        files.Should().NotBeEmpty();
        foreach (var file in files)
            System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).Should().NotContain(secret[4..]);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_from_the_next_request_on()
    {
        using var guest = await Browser.OpenAsync(_app);
        var made = await MakeAsync(guest.Client, "Bot");
        using var bot = _app.NewClient(made.GetProperty("key").GetString());
        await bot.GetJsonAsync("/api/me");

        (await guest.Client.DeleteAsync($"/api/me/keys/{made.GetProperty("id").GetString()}")).StatusCode.Should().Be(HttpStatusCode.NoContent);

        (await bot.GetAsync("/api/me").CodeAsync(HttpStatusCode.Unauthorized)).Should().Be("not_signed_in");
        (await guest.Client.GetJsonAsync("/api/me/keys")).GetProperty("keys").GetArrayLength().Should().Be(0);
        (await guest.Client.DeleteAsync($"/api/me/keys/{made.GetProperty("id").GetString()}").CodeAsync(HttpStatusCode.NotFound))
            .Should().Be("key_not_found");
    }

    [Fact]
    public async Task A_stream_of_events_ends_within_seconds_after_its_key_was_revoked()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var app = TestApp.Start(time);
        app.Gate.Close();
        using var guest = await Browser.OpenAsync(app);
        var made = await MakeAsync(guest.Client, "Bot");
        using var bot = app.NewClient(made.GetProperty("key").GetString());
        using var sent = await bot.SendClipAsync(await RealClips.NobodyAsync(), isAsync: true);
        var job = (await sent.ReadAsync(HttpStatusCode.Accepted)).GetProperty("job_id").GetString();
        using var events = await bot.GetAsync($"/api/jobs/{job}/events", HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await events.Content.ReadAsStreamAsync();
        (await stream.ReadAsync(new byte[1])).Should().Be(1);
        time.Advance(KeyRing.Freshness);
        var reading = stream.CopyToAsync(Stream.Null);

        // As the command does, in another process.
        OpenDatabase.Run(app.DataDirectory, "UPDATE api_keys SET RevokedAt = MadeAt");
        reading.IsCompleted.Should().BeFalse("it goes on while its key is in force");

        await Eventually.IsTrueAsync(
            () =>
            {
                time.Advance(KeyRing.Freshness);
                return reading.IsCompleted;
            },
            "it ends");
        (await reading.Awaiting(ended => ended).Should().ThrowAsync<IOException>()).Which.Should().NotBeNull();
        app.Gate.Open();
    }

    [Fact]
    public async Task Made_up_keys_of_one_address_are_soon_refused_and_good_ones_go_on()
    {
        using var app = TestApp.Start(("StreamBet:Limits:WrongKeysPerMinute", "3"));
        using var guest = await Browser.OpenAsync(app);
        using var bot = app.NewClient((await MakeAsync(guest.Client, "Bot")).GetProperty("key").GetString());
        await bot.GetJsonAsync("/api/me");
        Task<HttpResponseMessage> GuessAsync() => app.NewClient(PersonKey.Prefix + Guid.NewGuid().ToString("N")).GetAsync("/api/me");
        for (var guess = 0; guess < 3; guess++)
            (await GuessAsync().CodeAsync(HttpStatusCode.Unauthorized)).Should().Be("not_signed_in");

        using var refused = await GuessAsync();
        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().BePositive();
        await bot.GetJsonAsync("/api/me");
        using var another = app.NewClient((await MakeAsync(guest.Client, "Another")).GetProperty("key").GetString());
        await another.GetJsonAsync("/api/me");
        await app.Local.GetJsonAsync("/api/me");
        await guest.Client.GetJsonAsync("/api/me");
    }

    [Theory]
    [InlineData("host", "key_role", 403)]
    [InlineData("operator", "key_role", 403)]
    [InlineData("guest", "role", 422)]
    [InlineData("2", "role", 422)]
    public async Task A_guests_key_can_do_no_more_than_the_guest(string role, string code, int status)
    {
        using var guest = await Browser.OpenAsync(_app);

        (await guest.Client.PostAsJsonAsync("/api/me/keys", new { name = "Bot", role }).CodeAsync((HttpStatusCode)status)).Should().Be(code);
    }

    [Fact]
    public async Task An_operators_key_is_an_operator_until_an_operator_revokes_it()
    {
        using var boss = await Browser.OperatorAsync(_app);
        var made = await MakeAsync(boss.Client, "Script", "operator");
        using var script = _app.NewClient(made.GetProperty("key").GetString());
        await script.PostJsonAsync("/api/bets/1/void", new { reason = "To see what happens." });

        await boss.Client.DeleteAsync($"/api/people/operator/keys/{made.GetProperty("id").GetString()}");

        (await script.GetAsync("/api/me").CodeAsync(HttpStatusCode.Unauthorized)).Should().Be("not_signed_in");
    }

    [Theory]
    [InlineData("GET", "/api/me/keys")]
    [InlineData("GET", "/api/me/sessions")]
    [InlineData("DELETE", "/api/me/sessions")]
    [InlineData("POST", "/api/me/keys")]
    public async Task A_key_neither_sees_nor_changes_what_signs_its_owner_in(string method, string path)
    {
        using var guest = await Browser.OpenAsync(_app);
        using var bot = _app.NewClient((await MakeAsync(guest.Client, "Bot")).GetProperty("key").GetString());
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
            request.Content = JsonContent.Create(new { name = "Another" });

        (await bot.SendAsync(request).CodeAsync(HttpStatusCode.Forbidden)).Should().Be("not_by_key");
    }

    [Fact]
    public async Task A_person_has_at_most_ten_keys()
    {
        using var guest = await Browser.OpenAsync(_app);
        for (var number = 0; number < PersonKey.MaxPerPerson; number++)
            await MakeAsync(guest.Client, $"Bot {number}");

        (await guest.Client.PostAsJsonAsync("/api/me/keys", new { name = "One more" }).CodeAsync(HttpStatusCode.Conflict))
            .Should().Be("too_many_keys");
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("in\u200bvisible")]
    public async Task A_keys_name_is_one_line_that_can_be_seen(string name)
    {
        using var guest = await Browser.OpenAsync(_app);

        (await guest.Client.PostAsJsonAsync("/api/me/keys", new { name }).CodeAsync(HttpStatusCode.UnprocessableEntity))
            .Should().Be("key_name");
    }

    [Fact]
    public async Task The_command_makes_and_revokes_keys_while_the_server_runs()
    {
        var made = await CommandAsync(0, "add", "--name", "stream-bot", "--role", "host");
        using var bot = _app.NewClient(made.Trim());

        var me = await bot.GetJsonAsync("/api/me");
        me.GetProperty("id").GetString().Should().Be("key:stream-bot");
        me.GetProperty("role").GetString().Should().Be("host");
        var line = (await CommandAsync(0, "list")).Trim();
        line.Should().Contain("host").And.Contain("\"stream-bot\"").And.Contain("last used").And.NotContain(made.Trim());

        await CommandAsync(0, "revoke", line.Split(' ')[0]);

        await Eventually.IsTrueAsync(
            async () => (await bot.GetAsync("/api/me")).StatusCode == HttpStatusCode.Unauthorized, "the server notices it");
    }

    [Theory]
    [InlineData("revoke", "0123456789ab")]
    [InlineData("add")]
    [InlineData("add", "--name", "x", "--role", "king")]
    [InlineData("add", "--name", "in\u200bvisible")]
    [InlineData("list", "everything")]
    [InlineData]
    public async Task What_the_command_cannot_do_it_says(params string[] arguments) =>
        (await CommandAsync(2, arguments)).Should().NotBeNullOrWhiteSpace();

    [Fact]
    public async Task The_command_does_not_begin_a_database()
    {
        using var empty = new TemporaryFolder();
        using var said = new StringWriter();

        (await KeysCommand.RunAsync(["list", "--data-directory", empty.Path], said, said, default)).Should().Be(2);

        said.ToString().Should().Contain("Start the server once");
        Directory.GetFiles(empty.Path).Should().BeEmpty();
    }

    private static async Task<JsonElement> MakeAsync(HttpClient client, string name, string? role = null) =>
        await client.PostJsonAsync("/api/me/keys", new { name, role }, HttpStatusCode.Created);

    private async Task<string> CommandAsync(int status, params string[] arguments)
    {
        using var said = new StringWriter();
        var database = await TestDatabase.Default.EnsureAsync(_app.DataDirectory);
        (await KeysCommand.RunAsync([.. arguments, "--data-directory", _app.DataDirectory, "--database", database], said, said, default))
            .Should().Be(status, said.ToString());
        SqliteConnection.ClearAllPools();
        return said.ToString();
    }
}
