namespace StreamBet.Tests.Support.Aws;

/// <summary>Something that goes wrong with a call. It strikes before the service does anything, unless
/// <see cref="AfterWork"/> says otherwise.</summary>
internal abstract record Fault
{
    /// <summary>Whether the service has done what was asked when it strikes.</summary>
    public bool IsAfterWork { get; private init; }

    /// <summary>The same after the work is done: the caller cannot know that it was.</summary>
    public Fault AfterWork() => this with { IsAfterWork = true };

    /// <summary>An error in the words of the service, as JSON or XML. <see cref="RekognitionFaults"/> and
    /// <see cref="S3Faults"/> have the usual ones.</summary>
    public sealed record Error(int Status, string Code, string Message) : Fault;

    /// <summary>The connection breaks once so many bytes of the request's body are read; none for right away.</summary>
    public sealed record Reset(int AfterBytes = 0) : Fault;

    /// <summary>No answer until the gate opens; then all goes its way, if the caller is still there.</summary>
    public sealed record Hang(Gate Gate) : Fault;

    /// <summary>The head of the answer and the first byte of its body come, and the rest when the gate opens.</summary>
    public sealed record SlowBody(Gate Gate) : Fault;

    /// <summary>Success, and a body that is neither JSON nor XML.</summary>
    public sealed record Garbage : Fault;
}
