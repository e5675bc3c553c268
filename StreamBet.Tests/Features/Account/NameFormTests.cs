using Bunit;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Account;

namespace StreamBet.Tests.Features.Account;

public sealed class NameFormTests(RunningApp running) : ComponentTest(running)
{
    [Fact]
    public async Task A_name_is_changed_and_what_is_none_is_told()
    {
        var form = Render<NameForm>(parameters => parameters
            .Add(part => part.Name, Account.Holdings!.Name).Add(part => part.OnRename, Book.RenameAsync));

        await form.InputAsync("[data-test=name]", "  ");
        await form.SubmitAsync("form");
        form.Find("[data-test=name-said]").TextContent.Should().Be("A name is one line of 1 to 40 characters.");

        await form.InputAsync("[data-test=name]", " Grace ");
        await form.SubmitAsync("form");
        form.Find("[data-test=name-said]").TextContent.Should().Be("Name saved.");
        await Eventually.IsTrueAsync(() => Account.Holdings!.Name == "Grace", "the account has the name");
    }
}
