using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Kernel;
using StreamBet.Core.Receipts;
using StreamBet.Tests.Receipts;
using StreamBet.Tests.Receipts.Records;
using StreamBet.Web.Features.Receipts;
using StreamBet.Web.Shared.Layout;
using StreamBet.Web.Shared.State;

namespace StreamBet.Tests.Features.Receipts;

/// <summary>The page /record of a server whose markets ended in every way there is.</summary>
public sealed class RecordPageTests(RunningApp running) : ComponentTest(running)
{
    [Fact]
    public async Task It_shows_every_figure_with_its_count_and_in_plain_words()
    {
        var page = Render<RecordPage>();
        page.WaitForAssertion(() => Text(page, "stood").Should().Be("No operator has ruled on a challenge yet"));
        Text(page, "stood").Should().NotContain("interval");
        page.FindAll("[data-test=hosts]").Should().BeEmpty();

        await AddAsync(RecordSamples.Chain(RecordSamples.EveryKind()));
        Tab.Notify(TabAreas.Markets);

        page.WaitForAssertion(() => Text(page, "receipts").Should().Be("19 receipts counted"));
        Text(page, "stood").Should().Be("1 of 3 challenged and reviewed verdicts stood 95 % interval: 6.1–79.2 %");
        Text(page, "verdicts").Should().Contain("Verdicts 9 A clip decided").And.Contain("No ruling 1 It was challenged")
            .And.Contain("Unchallenged 1 Both sides were staked").And.Contain("does not say that it was right")
            .And.Contain("Not open 4 There was no time");
        Rows(page, "bands").Should().Equal(
            "80–85 %|1|0 of 1|0.0–79.3 %|0|0|0", "85–90 %|1|–|–|0|1|0", "90–95 %|4|–|–|1|0|3",
            "95–100 %|2|1 of 2|9.5–90.5 %|0|0|0");
        Rows(page, "labels").Should().Equal(
            "Cat 95–100 %, test 1|1|0 of 1|0.0–79.3 %|0|0|0", "Dog 80–85 %, test 1|1|0 of 1|0.0–79.3 %|0|0|0",
            "Dog 85–90 %, test 1|1|–|–|0|1|0", "Dog 90–95 %, test 1|4|–|–|1|0|3",
            "Dog 95–100 %, test 1|2|1 of 2|9.5–90.5 %|0|0|0");
        Rows(page, "markets").Should().Equal("Their clip|5|1|0|6", "Their host|0|1|1|2", "An operator|2|2|1|5", "Nobody|0|0|1|1");
        Rows(page, "people").Should().Equal("Their host|1|0|0|1", "An operator|1|0|0|1", "Nobody|0|0|1|1");
        Text(page, "people").Should().Contain("Hosts proposed 2: 1 unopposed, 1 with objections, 0 overruled by an operator.");
        Rows(page, "practice").Should().Equal("Their clip|1|0|0|1", "Nobody|0|0|1|1");
        Rows(page, "hosts").Should().Equal("Ida|8|0|3|4|2|2|1", "Hannah|7|4|1|0|0|0|0");
        Text(page, "without-confidence").Should().StartWith("1 more");
        Text(page, "without-host").Should().StartWith("2 more");
        page.Find("pre").TextContent.Should().Contain("/api/receipts | ").And.Contain("record --receipts -");
    }

    [Fact]
    public async Task A_long_table_shows_more_when_asked()
    {
        var rows = Enumerable.Range(1, 45).Select(number => new CountRow($"Host {number}", "", ["1"])).ToList();
        var table = Render<CountTable>(parameters => parameters
            .Add(part => part.Columns, ["Markets"]).Add(part => part.Rows, rows).Add(part => part.Test, "many"));

        table.FindAll("tbody tr").Should().HaveCount(20);
        await table.ClickAsync("[data-test=more-many]");
        await table.ClickAsync("[data-test=more-many]");

        table.FindAll("tbody tr").Should().HaveCount(45);
        table.FindAll("[data-test=more-many]").Should().BeEmpty();
    }

    [Fact]
    public void Every_page_links_to_it() =>
        Render<BottomLine>().FindAll("a").Select(link => link.GetAttribute("href")).Should().Contain("record");

    private static string Text(IRenderedComponent<RecordPage> page, string test) => Words(page.Find($"[data-test={test}]"));

    private static IEnumerable<string> Rows(IRenderedComponent<RecordPage> page, string test) =>
        page.FindAll($"[data-test={test}] tbody tr").Select(row => string.Join('|', row.Children.Select(Words)));

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private async Task AddAsync(IEnumerable<Receipt> receipts)
    {
        await using var unit = await App.Services.GetRequiredService<IUnitOfWorkFactory>().BeginAsync(default);
        foreach (var receipt in receipts)
            unit.Receipts.Add(receipt, ReceiptSamples.Seed);
        await unit.CommitAsync(default);
    }
}
