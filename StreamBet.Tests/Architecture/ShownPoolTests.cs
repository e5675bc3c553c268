using System.Text.RegularExpressions;

namespace StreamBet.Tests.Architecture;

/// <summary>Whether a pool is hidden is decided in one place, so the API and the pages don't read a market's own.</summary>
public partial class ShownPoolTests
{
    // These show only markets that no longer take stakes.
    private static readonly string[] AfterTheLock = ["EndedRow.razor", "PayoutPreview.razor"];

    [Fact]
    public void No_page_and_no_answer_reads_a_pool_that_may_be_hidden() =>
        Sources.Of("StreamBet.Web").Where(source => OwnPool().IsMatch(source.Text))
            .Select(source => Path.GetFileName(source.Path)).Should().BeEquivalentTo(AfterTheLock);

    [GeneratedRegex(@"\b[Mm]arket!?\.Pool\b|\{[^{}]*\bPool: ")]
    private static partial Regex OwnPool();
}
