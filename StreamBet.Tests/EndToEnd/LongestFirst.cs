using Xunit.Abstractions;

[assembly: TestCollectionOrderer("StreamBet.Tests.EndToEnd.LongestFirst", "StreamBet.Tests")]

namespace StreamBet.Tests.EndToEnd;

/// <summary>Starts the tests in a browser first: they run one after another, so nothing else should wait to run beside
/// them.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => collection.DisplayName == EndToEndTests.Name ? 0 : 1);
}
