using System.Text;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using StreamBet.Core.Receipts;
using StreamBet.Tests.Receipts;
using StreamBet.Web.Features.Receipts;

namespace StreamBet.Tests.Features.Receipts;

/// <summary>The page /verify with receipts of another server, and with what are none.</summary>
public sealed class VerifyPageTests(RunningApp running) : ComponentTest(running)
{
    private readonly Receipt _receipt = ReceiptSamples.Chain(3)[1];

    [Fact]
    public void It_shows_this_servers_key_and_says_who_catches_an_operator_who_signs_anew()
    {
        var page = Render<VerifyReceipt>();

        page.Find("[data-test=key-id]").TextContent.Should().Be(Receipts.Key.Id);
        page.Find("[data-test=key]").GetAttribute("href").Should().Be("api/receipts/key");
        page.Markup.Should().Contain("can catch an operator").And.Contain("docs/receipts.md");
        page.FindAll("[data-test=verdict]").Should().BeEmpty();
    }

    [Fact]
    public async Task A_receipt_of_another_server_is_valid_with_its_key_alone()
    {
        var page = Render<VerifyReceipt>();

        Give(page, "receipt", _receipt.Bytes.ToArray());
        Verdict(page, "Not valid: signature, chain");

        await page.ChangeAsync("[data-test=other-key]", ReceiptSamples.Key.PublicPem);
        Verdict(page, "Valid");
        page.FindAll("[data-test=check] h3").Select(name => name.TextContent).Should().Contain("Ending").And.OnlyContain(name => char.IsUpper(name[0]));
        page.Find("[data-test=trusted]").TextContent.Should().Contain("the key that you gave")
            .And.Contain(ReceiptSamples.Key.Id);
        page.Find("[data-test=facts]").TextContent.Should().Contain("Will the dog jump").And.Contain("400 credits")
            .And.Contain("2 separate times").And.Contain(ReceiptSamples.ClipSha256);
        page.Find("[data-test=facts]").QuerySelectorAll("a").Should().BeEmpty("the market is not of this server");
    }

    [Fact]
    public async Task A_clip_a_stake_and_a_head_are_checked_as_soon_as_they_are_given()
    {
        var page = Render<VerifyReceipt>();

        // Not while it is drawn anew with what the database has.
        await page.ChangeAsync("[data-test=other-key]", ReceiptSamples.Key.PublicPem);
        Give(page, "receipt", _receipt.Bytes.ToArray());

        await page.InputAsync("[data-test=clip-digest]", ReceiptSamples.ClipSha256.ToUpperInvariant());
        Check(page, "clip").Should().Contain("Right");
        Give(page, "stake", StakesDigest.Prove(ReceiptSamples.Seed, 2, ReceiptSamples.Stakes, 12)!.ToBytes());
        Check(page, "stake").Should().Contain("Right").And.Contain("Stake 12, 50 on NO");
        await page.ChangeAsync("[data-test=kept-head]", _receipt.Hash);
        Check(page, "head").Should().Contain("Right");
        Verdict(page, "Valid");

        await page.ChangeAsync("[data-test=kept-head]", new string('0', 64));
        Verdict(page, "Not valid: head");
        await page.ChangeAsync("[data-test=kept-head]", "what I kept");
        page.WaitForAssertion(() => page.Find("[data-test=problem]").TextContent.Should().Contain("64 hex digits"));
        page.FindAll("[data-test=verdict]").Should().BeEmpty("it is not known what is asked");
    }

    public static TheoryData<byte[]> NoReceipts => new(
        [], [0xFF, 0xFE, 0x00], "{}"u8.ToArray(), "null"u8.ToArray(), Encoding.UTF8.GetBytes(new string('[', 50_000)));

    [Theory]
    [MemberData(nameof(NoReceipts))]
    public void What_is_no_receipt_is_called_that(byte[] bytes)
    {
        var page = Render<VerifyReceipt>();

        Give(page, "receipt", bytes);

        Verdict(page, "Not valid: form");
        Check(page, "form").Should().Contain("This is not a receipt");
        page.FindAll("[data-test=facts]").Should().BeEmpty();
    }

    [Fact]
    public void Of_a_strangers_text_no_more_is_shown_than_can_be_read()
    {
        var content = ReceiptSamples.Content();
        var receipt = Receipt.Issue(
            content with
            {
                Bet = content.Bet with { Event = "<script>\u202e" + new string('x', 200_000) },
                Criterion = content.Criterion with { Labels = [] },
                Verdict = content.Verdict! with
                {
                    DetectedAt = [.. Enumerable.Repeat(TimeSpan.FromDays(5_000_000), 5_000)],
                },
            },
            ReceiptSamples.Key);
        var page = Render<VerifyReceipt>();

        Give(page, "receipt", receipt.Bytes.ToArray());

        page.WaitForElement("[data-test=facts]");
        page.Markup.Length.Should().BeLessThan(40_000);
        page.Markup.Should().NotContain("<script>").And.NotContain("\u202e");
    }

    [Theory]
    [InlineData("999", "Market 999 has no receipt")]
    [InlineData("-1", "whole number")]
    [InlineData("99999999999999999999", "whole number")]
    [InlineData("", "whole number")]
    public async Task A_bet_without_a_receipt_is_told(string number, string sentence)
    {
        var page = Render<VerifyReceipt>();
        await page.InputAsync("[data-test=bet]", number);
        await page.SubmitAsync("form");

        page.WaitForAssertion(() => page.Find("[data-test=problem]").TextContent.Should().Contain(sentence));
    }

    [Fact]
    public void A_key_that_is_none_is_told()
    {
        var page = Render<VerifyReceipt>();
        Give(page, "receipt", _receipt.Bytes.ToArray());

        Give(page, "key-file", [0, 1, 2]);

        page.WaitForAssertion(() => page.Find("[data-test=problem]").TextContent.Should().Contain("It is not a key"));
    }

    private static void Give(IRenderedComponent<VerifyReceipt> page, string test, byte[] bytes) =>
        page.FindComponents<InputFile>().Single(field => field.Markup.Contains($"data-test=\"{test}\""))
            .UploadFiles(InputFileContent.CreateFromBinary(bytes, $"{test}.json"));

    private static void Verdict(IRenderedComponent<VerifyReceipt> page, string verdict) =>
        page.WaitForAssertion(() => page.Find("[data-test=verdict]").TextContent.Trim().Should().Be(verdict));

    private static string Check(IRenderedComponent<VerifyReceipt> page, string name)
    {
        page.WaitForElement($"[data-check={name}]");
        return page.Find($"[data-check={name}]").TextContent;
    }
}
