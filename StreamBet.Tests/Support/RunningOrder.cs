using StreamBet.Tests.EndToEnd;
using StreamBet.Tests.Host;
using StreamBet.Tests.Markets;
using StreamBet.Tests.Markets.Histories;
using StreamBet.Tests.Vision;
using StreamBet.Tests.Vision.Pictures;
using StreamBet.Tests.Vision.Text;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("StreamBet.Tests.Support.RunningOrder", "StreamBet.Tests")]

namespace StreamBet.Tests.Support;

/// <summary>Starts the tests in a browser first: they run one after another, so nothing else should wait to run beside them. What
/// keeps every core busy for long comes last, when it no longer makes a browser late.</summary>
public sealed class RunningOrder : ITestCollectionOrderer
{
    // The longest first, so that the last does not run alone for long.
    private static readonly Type[] Busy =
    [
        typeof(ClipQualityTests), typeof(DrawnScreenTests), typeof(DrawnBannerTests), typeof(KilledSettlementTests), typeof(FuzzTests),
        typeof(HistoryTests),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(Place);

    private static int Place(ITestCollection collection) => collection.DisplayName == EndToEndTests.Name
        ? -2
        : Array.FindIndex(Busy, busy => collection.DisplayName == $"Test collection for {busy.FullName}");
}
