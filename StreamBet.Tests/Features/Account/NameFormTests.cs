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

        form.Find("[data-test=name]").Input("  ");
        await form.Find("form").SubmitAsync();
        form.Find("[data-test=name-said]").TextContent.Should().Be("A name is one line of 1 to 40 characters.");

        form.Find("[data-test=name]").Input(" Grace ");
        await form.Find("form").SubmitAsync();
        form.Find("[data-test=name-said]").TextContent.Should().Be("Name saved.");
        await Eventually.IsTrueAsync(() => Account.Holdings!.Name == "Grace", "the account has the name");
    }
}
