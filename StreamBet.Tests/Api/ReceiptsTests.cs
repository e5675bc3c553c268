using System.Net;
using System.Text;
using System.Text.Json;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Receipts;

namespace StreamBet.Tests.Api;

/// <summary>A decided market's receipt over HTTP, checked by the command as a stranger would.</summary>
public sealed class ReceiptsTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _app.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Whoever_staked_can_check_the_whole_decision_with_the_key_alone()
    {
        var clip = await RealClips.PeopleAsync();
        var (guest, marketId, stakeId, jobId) = await DecideAsync(clip);

        await SaveAsync("receipt.json", guest, $"/api/receipts/{marketId}");
        await SaveAsync("key.pem", guest, "/api/receipts/key");
        await SaveAsync("chain.jsonl", guest, "/api/receipts");
        await SaveAsync("stake.json", guest, $"/api/bets/{marketId}/stakes/{stakeId}/proof");
        await SaveAsync("analysis.json", guest, $"/api/jobs/{jobId}/analysis");
        var head = (await guest.GetJsonAsync("/api/receipts/head")).GetProperty("hash").GetString()!;

        var (code, output) = await VerifyAsync(
            "--clip", clip, "--stake", _folder.File("stake.json"), "--analysis", _folder.File("analysis.json"),
            "--chain", _folder.File("chain.jsonl"), "--head", head);

        output.Should().EndWith("\nvalid\n");
        output.Should().NotContain("Not checked");
        code.Should().Be(0);
        File.Exists(Path.Combine(_app.DataDirectory, "receipt-key.pem")).Should().BeTrue();
    }

    [Fact]
    public async Task Four_markets_decided_by_one_clip_are_four_links_of_one_chain()
    {
        var guest = await _app.NewGuestAsync();
        await (await guest.SendClipAsync(await RealClips.PeopleAsync(), "?bet_ids=1,2,3,4")).ReadAsync();

        var lines = (await guest.GetStringAsync("/api/receipts")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Should().HaveCount(4);
        var receipts = lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("receipt")).ToList();
        receipts.Select(receipt => receipt.GetProperty("sequence").GetInt64()).Should().Equal(1, 2, 3, 4);
        receipts.Skip(1).Select(receipt => receipt.GetProperty("previous").GetString()).Should().Equal(lines.SkipLast(1).Select(
            line => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(line)))));
        (await guest.GetStringAsync("/api/receipts?after=3")).TrimEnd('\n').Should().Be(lines[3]);
    }

    [Fact]
    public async Task The_receipt_names_the_clip_the_models_and_the_frames()
    {
        var clip = await RealClips.PeopleAsync();
        var (guest, marketId, _, _) = await DecideAsync(clip);

        var receipt = (await guest.GetJsonAsync($"/api/receipts/{marketId}")).GetProperty("receipt");

        receipt.GetProperty("clip").GetProperty("sha256").GetString().Should().Be(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(clip))));
        receipt.GetProperty("analysis").GetProperty("models").GetArrayLength().Should().Be(3);
        var evidence = receipt.GetProperty("verdict").GetProperty("evidence");
        evidence.GetArrayLength().Should().BeInRange(1, 12);
        evidence[0].GetProperty("frame_sha256").GetString().Should().HaveLength(64);
        receipt.GetProperty("verdict").GetProperty("trace")[0].GetProperty("boxes").GetArrayLength().Should().BeGreaterThan(0);
        receipt.GetProperty("pool").GetProperty("unit").GetString().Should().Be("practice");
    }

    [Fact]
    public async Task A_byte_changed_and_a_predecessor_missing_are_found()
    {
        var (guest, marketId, _, _) = await DecideAsync(await RealClips.PeopleAsync());
        await SaveAsync("key.pem", guest, "/api/receipts/key");
        await SaveAsync("receipt.json", guest, $"/api/receipts/{marketId}");
        var lines = (await guest.GetStringAsync("/api/receipts")).Split('\n');
        await File.WriteAllTextAsync(_folder.File("chain.jsonl"), string.Join('\n', lines.Skip(1)));

        (await VerifyAsync("--chain", _folder.File("chain.jsonl"))).Code.Should().Be(1);

        var bytes = await File.ReadAllBytesAsync(_folder.File("receipt.json"));
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(_folder.File("receipt.json"), bytes);
        var (code, output) = await VerifyAsync();
        code.Should().Be(1);
        output.Should().Contain("NOT valid");
    }

    [Fact]
    public async Task Proofs_and_analyses_are_their_owners_alone()
    {
        var (_, marketId, stakeId, jobId) = await DecideAsync(await RealClips.PeopleAsync());
        var stranger = await _app.NewGuestAsync();

        (await stranger.GetAsync($"/api/bets/{marketId}/stakes/{stakeId}/proof").CodeAsync(HttpStatusCode.NotFound))
            .Should().Be("stake_not_found");
        (await stranger.GetAsync($"/api/jobs/{jobId}/analysis").CodeAsync(HttpStatusCode.NotFound)).Should().Be("job_not_found");
        (await _app.NewClient().GetAsync($"/api/receipts/{marketId}")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await stranger.GetAsync("/api/receipts/999").CodeAsync(HttpStatusCode.NotFound)).Should().Be("receipt_not_found");
    }

    // A guest stakes on the practice market of persons and lets a clip decide all four.
    private async Task<(HttpClient Guest, long MarketId, long StakeId, Guid JobId)> DecideAsync(string clip)
    {
        var guest = await _app.NewGuestAsync();
        var market = (await guest.GetJsonAsync("/api/bets")).GetProperty("bets").EnumerateArray()
            .Single(bet => bet.GetProperty("event").GetString() == "Will a person be seen?").GetProperty("id").GetInt64();
        var stake = await guest.PostJsonAsync(
            $"/api/bets/{market}/stakes", new { side = "YES", amount = 600 }, HttpStatusCode.Created);
        var job = await (await guest.SendClipAsync(clip, "?bet_ids=1,2,3,4")).ReadAsync();
        return (guest, market, stake.GetProperty("stake_id").GetInt64(), job.GetProperty("job_id").GetGuid());
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
