namespace StreamBet.Tests.Support.Aws;

/// <summary>Something that goes wrong with a call. It strikes before the service does anything, unless it is made with
/// <see cref="AfterWork"/>.</summary>
internal abstract record Fault
{
    /// <summary>Whether it strikes after the service has done the work.</summary>
    public bool IsAfterWork { get; private init; }

    /// <summary>The same fault, striking after the work is done, so that the caller cannot know that it was.</summary>
    public Fault AfterWork() => this with { IsAfterWork = true };

    /// <summary>An error response, formatted by the service as JSON or XML. <see cref="RekognitionFaults"/> and
    /// <see cref="S3Faults"/> have the usual ones.</summary>
    public sealed record Error(int Status, string Code, string Message) : Fault;

    /// <summary>The connection breaks after the given number of body bytes; with 0, at once.</summary>
    public sealed record Reset(int AfterBytes = 0) : Fault;

    /// <summary>No answer until the gate opens; then the call proceeds, if the caller is still there.</summary>
    public sealed record Hang(Gate Gate) : Fault;

    /// <summary>The headers and the first byte of the body are sent at once, the rest when the gate opens.</summary>
    public sealed record SlowBody(Gate Gate) : Fault;

    /// <summary>A success status with a body that is neither JSON nor XML.</summary>
    public sealed record Garbage : Fault;
}
