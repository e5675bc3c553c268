namespace StreamBet.Tests.Support.Aws;

/// <summary>The faults that wait for calls, by operation. Those queued by <see cref="Next"/> come first.</summary>
internal sealed class Faults
{
    /// <summary>Stands for every operation.</summary>
    public const string AnyOperation = "*";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<Fault>> _queued = [];
    private readonly Dictionary<string, Fault> _lasting = [];

    /// <summary>Lets the next calls of an operation meet a fault, after those queued before.</summary>
    public void Next(string operation, Fault fault, int times = 1)
    {
        lock (_lock)
        {
            if (!_queued.TryGetValue(operation, out var queue))
                _queued[operation] = queue = new();
            for (var time = 0; time < times; time++)
                queue.Enqueue(fault);
        }
    }

    /// <summary>Lets every call of an operation meet a fault, until it is cleared.</summary>
    public void Always(string operation, Fault fault)
    {
        lock (_lock)
            _lasting[operation] = fault;
    }

    /// <summary>Ends the faults of an operation; all of them when none is named.</summary>
    public void Clear(string? operation = null)
    {
        lock (_lock)
        {
            IEnumerable<string> ended = operation is null ? [.. _queued.Keys, .. _lasting.Keys] : [operation];
            foreach (var name in ended)
            {
                _queued.Remove(name);
                _lasting.Remove(name);
            }
        }
    }

    /// <summary>The fault that a call meets, used up if it was queued.</summary>
    public Fault? Take(string operation)
    {
        lock (_lock)
        {
            foreach (var name in new[] { operation, AnyOperation })
            {
                if (_queued.TryGetValue(name, out var queue) && queue.TryDequeue(out var next))
                    return next;
            }

            return _lasting.GetValueOrDefault(operation) ?? _lasting.GetValueOrDefault(AnyOperation);
        }
    }
}
