using System.Text;
using StreamBet.Core.Receipts;
using StreamBet.Tests.Receipts;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Receipts;

namespace StreamBet.Tests.Features.Receipts;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<Receipt> _chain;
    private readonly string _receipt;
    private readonly string _key;

    public VerifyCommandTests()
    {
        _chain = ReceiptSamples.Chain(3);
        _receipt = Write("receipt.json", _chain[1].Bytes.ToArray());
        _key = Write("key.pem", Encoding.ASCII.GetBytes(ReceiptSamples.Key.PublicPem));
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.File(name), bytes);
        return _folder.File(name);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await VerifyCommand.RunAsync(arguments, output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    [Fact]
    public async Task A_valid_receipt_is_called_valid_with_all_that_belongs_to_it()
    {
        var lines = Encoding.UTF8.GetBytes(
            string.Join('\n', _chain.Select(link => Encoding.UTF8.GetString(link.Bytes.Span))) + "\n");
        var proof = StakesDigest.Prove(ReceiptSamples.Seed, 2, ReceiptSamples.Stakes, 12)!;

        var (code, output, error) = await RunAsync(
            _receipt, "--key", _key, "--clip", Write("clip.mp4", "clip"u8.ToArray()),
            "--stake", Write("stake.json", proof.ToBytes()), "--analysis", Write("a.json", ReceiptSamples.AnalysisBytes),
            "--chain", Write("chain.jsonl", lines), "--head", _chain[2].Hash);

        error.Should().BeEmpty();
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(11)
            .And.OnlyContain(line => line.StartsWith("ok    ") || line == "valid");
        output.Should().EndWith("\nvalid\n");
        code.Should().Be(0);
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_the_answer_is_1()
    {
        var bytes = _chain[1].Bytes.ToArray();
        bytes[^10] ^= 1;

        var (code, output, _) = await RunAsync(
            Write("changed.json", bytes), "--key", _key, "--clip", Write("other.mp4", [1]), "--chain", _receipt);

        code.Should().Be(1);
        output.Should().Contain("WRONG signature").And.Contain("WRONG clip")
            .And.Contain("Number 1 of the chain is missing").And.EndWith("\nNOT valid: signature, clip, chain\n");
    }

    [Fact]
    public async Task Without_a_key_this_servers_own_is_trusted()
    {
        var data = Directory.CreateDirectory(_folder.File("data")).FullName;
        using var key = ReceiptKey.LoadOrCreate(Path.Combine(data, ReceiptKey.FileName));
        var own = Write("own.json", Receipt.Issue(ReceiptSamples.Content(), key).Bytes.ToArray());

        (await RunAsync(own, "--data-directory", data)).Code.Should().Be(0);
        (await RunAsync(_receipt, "--data-directory", data)).Code.Should().Be(1);
        var (code, _, error) = await RunAsync(_receipt, "--data-directory", _folder.Path);
        code.Should().Be(2);
        error.Should().Contain("GET /api/receipts/key").And.Contain("--key");
        Directory.GetFiles(_folder.Path, ReceiptKey.FileName).Should().BeEmpty("verifying makes no key");
    }

    [Fact]
    public async Task A_wrong_use_is_told_and_the_answer_is_2()
    {
        foreach (var arguments in new string[][]
        {
            [], [_receipt, _receipt], [_receipt, "--key"], [_receipt, "--kye", _key], [_receipt, "--key", _key, "--key", _key],
        })
        {
            var (code, output, error) = await RunAsync(arguments);
            code.Should().Be(2);
            output.Should().BeEmpty();
            error.Should().Contain("verify RECEIPT");
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_holds_no_key_is_told_and_the_answer_is_2()
    {
        foreach (var arguments in new string[][]
        {
            [_folder.File("none"), "--key", _key], [_folder.Path, "--key", _key], ["", "--key", _key],
            [_receipt, "--key", _folder.File("none")], [_receipt, "--key", _receipt],
            [_receipt, "--key", _key, "--chain", _folder.File("none")],
        })
        {
            var (code, output, error) = await RunAsync(arguments);
            code.Should().Be(2);
            output.Should().BeEmpty();
            error.Should().NotBeEmpty().And.NotContain("   at ");
        }
    }

    [Fact]
    public async Task What_a_receipt_says_gives_a_terminal_no_orders()
    {
        var content = ReceiptSamples.Content();
        var receipt = Receipt.Issue(
            content with { Bet = content.Bet with { Event = "a\u001b[2J\nvalid\u202e" } }, ReceiptSamples.Key);

        var (_, output, _) = await RunAsync(Write("hostile.json", receipt.Bytes.ToArray()), "--key", _key);

        output.Should().NotContainAny("\u001b", "\u202e", "a\nvalid");
    }

    [Fact]
    public async Task The_program_itself_answers_without_starting_a_server()
    {
        var (code, output) = await VerifyProcess.RunAsync(_folder.Path, _receipt, "--key", _key);

        output.Should().EndWith("valid\n");
        code.Should().Be(0);
    }
}
