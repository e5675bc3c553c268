namespace StreamBet.Tests.Support.Aws;

/// <summary>Holds calls up until a test opens it, and tells when the first has come.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when a call waits at the gate, or has passed it.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets those through that wait and those that come.</summary>
    public void Open() => _opened.TrySetResult();

    /// <summary>Waits until it is open.</summary>
    public Task PassAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        return _opened.Task.WaitAsync(cancellationToken);
    }
}
