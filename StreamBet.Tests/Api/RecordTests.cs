using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Kernel;
using StreamBet.Core.Receipts;
using StreamBet.Tests.Receipts;
using StreamBet.Tests.Receipts.Records;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Receipts;

namespace StreamBet.Tests.Api;

/// <summary>The record over HTTP, counted again by the command as a stranger would.</summary>
public sealed class RecordTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _app.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Anyone_can_count_the_receipts_again_and_gets_the_same_bytes()
    {
        await AddAsync(RecordSamples.Chain(RecordSamples.EveryKind()));
        using var stranger = _app.NewClient();
        var chain = await stranger.GetByteArrayAsync("/api/receipts");
        await File.WriteAllBytesAsync(_folder.File("chain.jsonl"), chain);

        var answered = await stranger.GetAsync("/api/record");

        answered.StatusCode.Should().Be(HttpStatusCode.OK);
        answered.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        var record = await answered.Content.ReadAsStringAsync();
        (await RunAsync(null, "--receipts", _folder.File("chain.jsonl"))).Should().Be((0, record, ""));
        (await RunAsync(chain, "--receipts", "-")).Should().Be((0, record, ""));
        record.Should().Contain("\"verdicts\":{\"count\":9,").And.Contain("\"interval\":{\"high\":79.2,\"low\":6.1}");
    }

    [Fact]
    public async Task A_server_without_receipts_has_a_record_of_nothing()
    {
        using var stranger = _app.NewClient();

        var record = await stranger.GetStringAsync("/api/record");

        record.Should().Contain("\"receipts\":0").And.Contain("\"interval\":null");
        (await RunAsync([], "--receipts", "-")).Should().Be((0, record, ""));
    }

    [Fact]
    public async Task A_market_that_a_clip_decides_is_in_it()
    {
        var host = await _app.NewGuestAsync();
        var market = await host.OpenMarketAsync();
        await (await host.SendClipAsync(await RealClips.PeopleAsync(), $"?bet_ids={market},1")).ReadAsync();

        var record = await host.GetJsonAsync("/api/record");

        record.GetProperty("verdicts").GetProperty("count").GetInt64().Should().Be(1);
        record.GetProperty("verdicts").GetProperty("not_open").GetInt64().Should().Be(1, "nobody could challenge it");
        record.GetProperty("labels").EnumerateArray().Single().GetProperty("label").GetString().Should().Be("Person");
        record.GetProperty("hosts").EnumerateArray().Single().GetProperty("by_clip").GetInt64().Should().Be(1);
        record.GetProperty("practice").GetProperty("count").GetInt64().Should().Be(1);
    }

    [Fact]
    public async Task What_cannot_be_counted_is_told_and_the_answer_is_2()
    {
        var lines = RecordSamples.Chain(RecordSamples.EveryKind()).Select(receipt => Encoding.UTF8.GetString(receipt.Bytes.Span)).ToList();

        (await RunAsync(Lines(lines.Skip(1)), "--receipts", "-")).Error.Should().StartWith("Receipt 2 comes where receipt 1 belongs.");
        (await RunAsync(Lines([lines[0], "{}"]), "--receipts", "-")).Error.Should().StartWith("Line 2 is not a receipt.");
        (await RunAsync(null, "--receipts", _folder.File("none"))).Should().Match<(int Code, string Output, string Error)>(
            answer => answer.Code == 2 && answer.Output == "" && answer.Error.Contains("none"));
        foreach (var arguments in new string[][] { [], ["--receipts"], ["--receipts", ""], ["--chain", "-"], ["--receipts", "-", "more"] })
            (await RunAsync([], arguments)).Error.Should().StartWith("record --receipts FILE|-");
    }

    private static byte[] Lines(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines));

    private static async Task<(int Code, string Output, string Error)> RunAsync(byte[]? input, params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var code = await RecordCommand.RunAsync(arguments, () => new MemoryStream(input!), output, error, CancellationToken.None);
        return (code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    private async Task AddAsync(IEnumerable<Receipt> receipts)
    {
        await using var unit = await _app.Services.GetRequiredService<IUnitOfWorkFactory>().BeginAsync(default);
        foreach (var receipt in receipts)
            unit.Receipts.Add(receipt, ReceiptSamples.Seed);
        await unit.CommitAsync(default);
    }
}
