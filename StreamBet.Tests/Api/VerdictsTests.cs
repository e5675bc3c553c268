using System.Net;
using System.Text;
using System.Text.Json;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Receipts;

namespace StreamBet.Tests.Api;

/// <summary>A verdict without a market over HTTP: a clip and a criterion in, a receipt out that the command verifies.</summary>
public sealed class VerdictsTests : IDisposable
{
    private const string Person = """{"labels":["person"]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_clip_and_a_criterion_give_a_receipt_that_anyone_can_verify_with_the_key_alone()
    {
        using var app = TestApp.Start();
        var maker = await app.NewGuestAsync();
        var record = await maker.GetStringAsync("/api/record");
        long Movements() => OpenDatabase.Number(app.DataDirectory, "SELECT COUNT(*) FROM ledger_transactions");
        var movements = Movements();
        var clip = await RealClips.PeopleAsync();
        await EndAsync(maker, await AskAsync(maker, clip, """{"labels":["Person"],"times":2}"""));

        var id = await AskAsync(maker, clip);
        var verdict = await EndAsync(maker, id);

        verdict.GetProperty("state").GetString().Should().Be("completed");
        verdict.GetProperty("criterion").GetProperty("labels")[0].GetString().Should().Be("Person");
        verdict.GetProperty("verdict").GetProperty("outcome").GetString().Should().Be("YES");
        verdict.GetProperty("verdict").GetProperty("detected_at").GetArrayLength().Should().BeGreaterThan(0);
        verdict.GetProperty("receipt").GetString().Should().Be($"/api/verdicts/{id}/receipt");
        await SaveAsync("receipt.json", maker, $"/api/verdicts/{id}/receipt");
        await SaveAsync("analysis.json", maker, $"/api/jobs/{id}/analysis");
        var anyone = app.NewClient();
        await SaveAsync("key.pem", anyone, "/api/receipts/key");
        await SaveAsync("chain.jsonl", anyone, "/api/verdicts/receipts");
        var head = await anyone.GetJsonAsync("/api/verdicts/receipts/head");
        head.GetProperty("sequence").GetInt64().Should().Be(2);
        var (code, output) = await VerifyAsync(
            "--clip", clip, "--analysis", _folder.File("analysis.json"), "--chain", _folder.File("chain.jsonl"),
            "--head", head.GetProperty("hash").GetString()!);
        output.Should().EndWith("\nvalid\n").And.NotContain("Not checked");
        code.Should().Be(0);

        // Nothing of it is a market's.
        (await maker.GetStringAsync("/api/receipts")).Should().BeEmpty();
        (await maker.GetJsonAsync("/api/receipts/head")).GetProperty("sequence").GetInt64().Should().Be(0);
        (await maker.GetStringAsync("/api/record")).Should().Be(record);
        Movements().Should().Be(movements);
        app.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task A_changed_byte_and_the_chain_of_markets_are_refused()
    {
        using var app = TestApp.Start();
        var maker = await app.NewGuestAsync();
        var id = await AskAsync(maker, await RealClips.PeopleAsync());
        await EndAsync(maker, id);
        using (await maker.SendClipAsync(await RealClips.PeopleAsync(), "?bet_ids=1,2,3,4")) { }
        await SaveAsync("receipt.json", maker, $"/api/verdicts/{id}/receipt");
        await SaveAsync("key.pem", maker, "/api/receipts/key");
        await SaveAsync("markets.jsonl", maker, "/api/receipts");

        var mixed = await VerifyAsync("--chain", _folder.File("markets.jsonl"));
        mixed.Code.Should().Be(1);
        mixed.Output.Should().Contain("is the receipt of a market; those have a chain of their own").And.EndWith("NOT valid: chain\n");

        var bytes = await File.ReadAllBytesAsync(_folder.File("receipt.json"));
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(_folder.File("receipt.json"), bytes);
        (await VerifyAsync()).Code.Should().Be(1);

        await File.WriteAllTextAsync(
            _folder.File("receipt.json"), (await File.ReadAllLinesAsync(_folder.File("markets.jsonl")))[0]);
        await SaveAsync("verdicts.jsonl", maker, "/api/verdicts/receipts");
        var reverse = await VerifyAsync("--chain", _folder.File("verdicts.jsonl"));
        reverse.Output.Should().Contain("is of a verdict without a market; those have a chain of their own").And.EndWith("NOT valid: chain\n");
    }

    [Fact]
    public async Task A_text_can_be_asked_for()
    {
        using var app = TestApp.Start();
        var id = await AskAsync(app.Local, await RealClips.GameAsync(), """{"text":{"phrase":"VICTORY"}}""");

        (await EndAsync(app.Local, id)).GetProperty("verdict").GetProperty("outcome").GetString().Should().Be("YES");
    }

    [Fact]
    public async Task Only_who_asked_can_read_it_by_its_id()
    {
        using var app = TestApp.Start(
            ("StreamBet:ApiKeys:0:Name", "boss"), ("StreamBet:ApiKeys:0:Key", "operator-key-0123456789"), ("StreamBet:ApiKeys:0:Role", "operator"));
        var maker = await app.NewGuestAsync();
        var id = await AskAsync(maker, await RealClips.NobodyAsync());
        await EndAsync(maker, id);
        using var job = await maker.SendClipAsync(await RealClips.NobodyAsync());
        var other = (await job.ReadAsync()).GetProperty("job_id").GetGuid();

        foreach (var stranger in new[] { await app.NewGuestAsync(), app.NewClient("operator-key-0123456789") })
        {
            (await stranger.GetAsync($"/api/verdicts/{id}").CodeAsync(HttpStatusCode.NotFound)).Should().Be("verdict_not_found");
            (await stranger.GetAsync($"/api/verdicts/{id}/receipt").CodeAsync(HttpStatusCode.NotFound)).Should().Be("verdict_not_found");
        }

        (await maker.GetAsync($"/api/verdicts/{other}").CodeAsync(HttpStatusCode.NotFound)).Should().Be("verdict_not_found");
    }

    [Fact]
    public async Task While_its_clip_waits_or_when_its_analysis_failed_there_is_no_receipt()
    {
        using var app = TestApp.Start();
        app.Gate.Close();
        var id = await AskAsync(app.Local, await RealClips.NobodyAsync());
        (await app.Local.GetJsonAsync($"/api/verdicts/{id}")).GetProperty("verdict").ValueKind.Should().Be(JsonValueKind.Null);
        (await app.Local.GetAsync($"/api/verdicts/{id}/receipt").CodeAsync(HttpStatusCode.NotFound)).Should().Be("receipt_not_found");

        app.Gate.Fail(new InvalidOperationException("The test says so."));
        app.Gate.Open();
        var failed = await EndAsync(app.Local, id);

        failed.GetProperty("state").GetString().Should().Be("failed");
        failed.GetProperty("error").GetProperty("code").GetString().Should().Be("analysis_error");
        (await app.Local.GetStringAsync("/api/verdicts/receipts")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"labels":["Unicorn"]}""", "label_outside_vocabulary")]
    [InlineData("""{"labels":[]}""", "labels")]
    [InlineData("""{}""", "labels")]
    [InlineData("""{"labels":["Person"],"threshold":50}""", "threshold")]
    [InlineData("""{"labels":["Person"],"start":5,"end":2}""", "window")]
    [InlineData("""{"picture":{"sha256":"0000000000000000000000000000000000000000000000000000000000000000","name":"it"}}""", "picture_not_found")]
    public async Task An_invalid_criterion_is_refused_as_that_of_a_market_is(string criterion, string code)
    {
        using var app = TestApp.Start();

        (await SendAsync(app.Local, await RealClips.NobodyAsync(), criterion).CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be(code);

        OpenDatabase.Number(app.DataDirectory, "SELECT COUNT(*) FROM jobs").Should().Be(0);
    }

    [Fact]
    public async Task A_form_of_another_shape_is_refused()
    {
        using var app = TestApp.Start();
        var clip = await RealClips.NobodyAsync();
        Task<string?> CodeAsync(params (string Name, string? Text)[] parts) =>
            app.Local.PostAsync("/api/verdicts", Form(clip, parts)).CodeAsync(HttpStatusCode.BadRequest);

        (await CodeAsync(("criterion", "{"), ("file", null))).Should().Be("invalid_criterion");
        (await CodeAsync(("criterion", "null"), ("file", null))).Should().Be("invalid_criterion");
        (await CodeAsync(("criterion", """{"label":"Person"}"""), ("file", null))).Should().Be("invalid_criterion");
        (await CodeAsync(("criterion", """{"labels":["\ud800"]}"""), ("file", null))).Should().Be("invalid_criterion");
        (await CodeAsync(("criterion", Person.PadRight(8193)), ("file", null))).Should().Be("invalid_criterion");
        (await CodeAsync(("criterion", Person), ("criterion", Person), ("file", null))).Should().Be("invalid_criterion");
        (await CodeAsync(("file", null), ("criterion", Person))).Should().Be("invalid_criterion");
        (await CodeAsync(("criterion", Person), ("bet_ids", "1"), ("file", null))).Should().Be("unknown_field");
        (await CodeAsync(("criterion", Person), ("file", null), ("criterion", Person))).Should().Be("field_after_file");
        (await CodeAsync(("criterion", Person))).Should().Be("no_file");
    }

    [Fact]
    public async Task It_counts_towards_the_limits_of_uploads()
    {
        using var app = TestApp.Start(("StreamBet:Limits:OffersPerHour", "1"));
        var clip = await RealClips.NobodyAsync();
        await AskAsync(await app.NewGuestAsync(), clip);

        var guest = await app.NewGuestAsync();
        (await SendAsync(guest, clip, Person).CodeAsync(HttpStatusCode.TooManyRequests)).Should().Be("rate_limited");
        (await guest.SendClipAsync(clip)).StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_clip_that_has_a_verdict_is_known_and_gets_another_one_but_decides_no_credit_market()
    {
        using var app = TestApp.Start();
        var clip = await RealClips.PeopleAsync();
        await EndAsync(app.Local, await AskAsync(app.Local, clip));

        (await EndAsync(app.Local, await AskAsync(app.Local, clip))).GetProperty("verdict").GetProperty("outcome").GetString().Should().Be("YES");
        var market = await app.Local.OpenMarketAsync();
        (await app.Local.SendClipAsync(clip, $"?bet_ids={market}").CodeAsync(HttpStatusCode.Conflict)).Should().Be("clip_known");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_before_the_job_completed_makes_neither_none_nor_two(bool isWritten)
    {
        Guid id;
        byte[] written;
        using (var first = TestApp.StartOn(_folder.Path))
        {
            id = await AskAsync(first.Local, await RealClips.PeopleAsync());
            await EndAsync(first.Local, id);
            written = await first.Local.GetByteArrayAsync($"/api/verdicts/{id}/receipt");
        }

        // As a crash leaves it after the analysis was stored, or after the receipt was.
        OpenDatabase.Run(_folder.Path, "UPDATE jobs SET State = 'Analyzing', EndedAt = NULL");
        if (!isWritten)
            OpenDatabase.Run(_folder.Path, "DELETE FROM standalone_receipts");

        using var second = TestApp.StartOn(_folder.Path);
        (await EndAsync(second.Local, id)).GetProperty("state").GetString().Should().Be("completed");
        var now = await second.Local.GetByteArrayAsync($"/api/verdicts/{id}/receipt");
        now.SequenceEqual(written).Should().Be(isWritten);
        (await second.Local.GetByteArrayAsync("/api/verdicts/receipts")).Should().Equal([.. now, (byte)'\n']);
        await SaveAsync("receipt.json", second.Local, $"/api/verdicts/{id}/receipt");
        await SaveAsync("key.pem", second.Local, "/api/receipts/key");
        (await VerifyAsync()).Code.Should().Be(0);
    }

    private static MultipartFormDataContent Form(string clip, params (string Name, string? Text)[] parts)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, text) in parts)
        {
            if (text is null)
                form.Add(new StreamContent(File.OpenRead(clip)), name, Path.GetFileName(clip));
            else
                form.Add(new StringContent(text, Encoding.UTF8), name);
        }

        return form;
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string clip, string criterion) =>
        client.PostAsync("/api/verdicts", Form(clip, ("criterion", criterion), ("file", null)));

    private static async Task<Guid> AskAsync(HttpClient client, string clip, string criterion = Person)
    {
        using var response = await SendAsync(client, clip, criterion);
        var location = response.Headers.Location?.ToString();
        var id = (await response.ReadAsync(HttpStatusCode.Accepted)).GetProperty("verdict_id").GetGuid();
        location.Should().Be($"/api/verdicts/{id}");
        return id;
    }

    private static async Task<JsonElement> EndAsync(HttpClient client, Guid id)
    {
        await client.GetStringAsync($"/api/jobs/{id}/events");
        return await client.GetJsonAsync($"/api/verdicts/{id}");
    }

    private async Task SaveAsync(string name, HttpClient client, string address) =>
        await File.WriteAllBytesAsync(_folder.File(name), await client.GetByteArrayAsync(address));

    private async Task<(int Code, string Output)> VerifyAsync(params string[] options)
    {
        using var output = new StringWriter();
        var code = await VerifyCommand.RunAsync(
            [_folder.File("receipt.json"), "--key", _folder.File("key.pem"), .. options], output, output, CancellationToken.None);
        return (code, output.ToString());
    }
}
