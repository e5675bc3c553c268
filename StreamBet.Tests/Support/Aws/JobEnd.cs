namespace StreamBet.Tests.Support.Aws;

/// <summary>When an emulated job ends on its own.</summary>
internal abstract record JobEnd
{
    /// <summary>Never: the test ends it with <see cref="RekognitionJob.Succeed"/> or <see cref="RekognitionJob.Fail"/>,
    /// which work on any other job too.</summary>
    public sealed record OnSignal : JobEnd;

    /// <summary>After the given number of polls has been answered with "in progress".</summary>
    public sealed record AfterPolls(int Polls) : JobEnd;

    /// <summary>After the given time, by the service's clock.</summary>
    public sealed record After(TimeSpan Duration) : JobEnd;
}
