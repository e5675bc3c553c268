using StreamBet.Tests.Support;

namespace StreamBet.Tests.EndToEnd;

/// <summary>Tests in a real browser share it and run one after another: two cores take no more.</summary>
[CollectionDefinition(Name)]
public sealed class EndToEndTests : ICollectionFixture<Chromium>
{
    public const string Name = "End to end";
}
