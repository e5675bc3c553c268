namespace StreamBet.Tests.Support.Aws;

/// <summary>The faults to apply to calls, by operation. Faults queued by <see cref="Next"/> come first.</summary>
internal sealed class Faults
{
    /// <summary>Matches every operation.</summary>
    public const string AnyOperation = "*";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<Fault>> _queued = [];
    private readonly Dictionary<string, Fault> _lasting = [];

    /// <summary>Queues a fault for the next calls of an operation.</summary>
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

    /// <summary>Applies a fault to every call of an operation, until it is cleared.</summary>
    public void Always(string operation, Fault fault)
    {
        lock (_lock)
            _lasting[operation] = fault;
    }

    /// <summary>Clears the faults of an operation, or all faults when none is named.</summary>
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

    /// <summary>The fault for a call; a queued one is used up.</summary>
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
