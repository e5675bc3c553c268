namespace StreamBet.Web.Shared.Jobs;

/// <summary>The speed of an upload over the last few seconds.</summary>
/// <param name="time">The clock for the counts.</param>
internal sealed class UploadSpeed(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    private readonly Queue<(long Timestamp, long Bytes)> _counts = [];

    /// <summary>Records how many bytes have arrived.</summary>
    public void Count(long bytes)
    {
        _counts.Enqueue((time.GetTimestamp(), bytes));
        while (_counts.Count > 2 && time.GetElapsedTime(_counts.Peek().Timestamp) > Window)
            _counts.Dequeue();
    }

    /// <summary>Bytes per second; null before the second count.</summary>
    public double? BytesPerSecond
    {
        get
        {
            if (_counts.Count < 2)
                return null;
            var (first, last) = (_counts.Peek(), _counts.Last());
            var seconds = time.GetElapsedTime(first.Timestamp, last.Timestamp).TotalSeconds;
            return seconds > 0 ? (last.Bytes - first.Bytes) / seconds : null;
        }
    }
}
