using Bunit;
using StreamBet.Tests.Features;
using StreamBet.Web.Shared.Layout;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Tests.Shared.Layout;

public sealed class FindHeaderTests(RunningApp running) : ComponentTest(running)
{
    [Fact]
    public async Task What_is_being_typed_survives_that_the_page_is_drawn_again()
    {
        var header = Draw("dog");
        header.Find("input").GetAttribute("value").Should().Be("dog");

        await header.InputAsync("input", "walk by");
        header.Render();
        header.Find("input").GetAttribute("value").Should().Be("walk by");

        header.Render(parameters => parameters.Add(drawn => drawn.Text, "cat"));
        header.Find("input").GetAttribute("value").Should().Be("cat", "another list is shown");
    }

    [Fact]
    public async Task Find_leads_to_the_list_of_what_was_typed()
    {
        var files = new Files();
        State.Files = files;
        var header = Draw(null);

        await header.InputAsync("input", "walk by");
        await header.SubmitAsync("form");

        files.Address.Should().Be("/list?find=walk by");
    }

    private IRenderedComponent<FindHeader> Draw(string? text) => Render<FindHeader>(parameters => parameters
        .Add(drawn => drawn.Title, "All markets").Add(drawn => drawn.Label, "Find a market").Add(drawn => drawn.Placeholder, "Find")
        .Add(drawn => drawn.Text, text).Add(drawn => drawn.AddressOf, typed => $"list?find={typed}"));

    private sealed class Files : ITabFiles
    {
        public string? Address { get; private set; }

        public Task GoAsync(string address)
        {
            Address = address;
            return Task.CompletedTask;
        }

        public Task<bool> SendAsync(ClipFile file, string address) => throw new NotSupportedException();

        public Task<string?> TakeFromAsync(string address, string name) => throw new NotSupportedException();

        public Task StopAsync(ClipFile file) => throw new NotSupportedException();
    }
}
