namespace StreamBet.Tests.Support.Aws;

/// <summary>When a job ends by itself.</summary>
internal abstract record JobEnd
{
    /// <summary>Never: the test says when, by <see cref="RekognitionJob.Succeed"/> or
    /// <see cref="RekognitionJob.Fail"/>. That may be said of every other job too.</summary>
    public sealed record OnSignal : JobEnd;

    /// <summary>When that many polls have been told that it is in progress.</summary>
    public sealed record AfterPolls(int Polls) : JobEnd;

    /// <summary>When it has taken that long, by the clock of the service.</summary>
    public sealed record After(TimeSpan Duration) : JobEnd;
}
