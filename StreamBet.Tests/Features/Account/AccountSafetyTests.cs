using Bunit;
using StreamBet.Web.Features.Account;

namespace StreamBet.Tests.Features.Account;

/// <summary>The parts of the account page about signing in, programs and data.</summary>
public sealed class AccountSafetyTests(RunningApp running) : ComponentTest(running)
{
    [Fact]
    public async Task A_new_key_is_shown_once_and_can_be_revoked()
    {
        var card = Render<KeysCard>();
        card.FindAll("[data-test=key-role]").Should().BeEmpty("a guest's key is a guest");

        await card.InputAsync("[data-test=key-name]", "Bot");
        await card.SubmitAsync("[data-test=key-form]");
        card.WaitForElement("[data-test=new-key]").TextContent.Should().StartWith("sbk_");
        card.Find("[data-test=key]").TextContent.Should().Contain("Bot").And.Contain("never used");

        await card.ClickAsync("[data-test=revoke-key]");
        card.WaitForAssertion(() => card.FindAll("[data-test=key]").Should().BeEmpty());
        card.FindAll("[data-test=new-key]").Should().BeEmpty();
        card.Find("[data-test=keys-said]").TextContent.Should().Be("Bot can no longer act for you.");
    }

    [Fact]
    public async Task A_key_that_is_refused_says_why()
    {
        var card = Render<KeysCard>();

        await card.InputAsync("[data-test=key-name]", "in\u200bvisible");
        await card.SubmitAsync("[data-test=key-form]");

        card.Find("[data-test=keys-said]").TextContent.Should().Contain("U+200B");
    }

    [Theory]
    [InlineData("transfer_code_invalid", "wrong, has been used, or has expired")]
    [InlineData("transfer_same_account", "already has that account")]
    [InlineData("account_left_behind", "Tick that you leave")]
    [InlineData("too_many_codes", "Wait 10 minutes")]
    [InlineData("<script>", "wrong, has been used, or has expired")]
    public async Task A_code_is_made_and_one_that_was_refused_says_why(string code, string said)
    {
        var card = Render<DevicesCard>(parameters => parameters.Add(part => part.Refused, code));
        card.Find("[data-test=transfer-said]").TextContent.Should().Contain(said);
        card.Find("[data-test=transfer-form]").GetAttribute("action").Should().Be("account/transfer");

        await card.ClickAsync("[data-test=make-code]");

        card.WaitForElement("[data-test=transfer-code]").TextContent.Should().HaveLength(14);
        card.WaitForElement("[data-test=leaves]").HasAttribute("required").Should().BeTrue("Ada is known now");
    }

    [Fact]
    public async Task Signing_out_warns_first_and_is_a_form_of_its_own()
    {
        var card = Render<SessionsCard>();

        await card.ClickAsync("[data-test=sign-out]");

        card.WaitForElement("[data-test=sign-out-warning]");
        var form = card.Find("[data-test=sign-out-form]");
        form.GetAttribute("method").Should().Be("post");
        form.GetAttribute("action").Should().Be("account/sign-out");
    }

    [Fact]
    public async Task Closing_says_what_happens_and_waits_for_a_second_click()
    {
        var card = Render<DataCard>();
        card.Find("[data-test=export]").GetAttribute("href").Should().Be("api/me/export");

        await card.ClickAsync("[data-test=close-account]");

        card.WaitForElement("[data-test=consequences]").TextContent.Should().Contain("Your credits go to the house");
        card.FindAll("[data-test=submit]").Should().ContainSingle();
    }

    [Fact]
    public async Task Nobody_but_an_operator_looks_anybody_up()
    {
        var card = Render<PeopleCard>();

        await card.InputAsync("[data-test=person-name]", "Ada");
        await card.SubmitAsync("[data-test=find-form]");

        card.WaitForAssertion(() => card.Find("[data-test=people-said]").TextContent.Should().StartWith("Only an operator"));
    }
}
