namespace StreamBet.Web.Shared.Jobs;

/// <summary>How fast bytes come in, over the last seconds.</summary>
/// <param name="time">Tells how long ago a count was taken.</param>
internal sealed class UploadSpeed(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    private readonly Queue<(long Timestamp, long Bytes)> _counts = [];

    /// <summary>Takes note of how many bytes are here by now.</summary>
    public void Count(long bytes)
    {
        _counts.Enqueue((time.GetTimestamp(), bytes));
        while (_counts.Count > 2 && time.GetElapsedTime(_counts.Peek().Timestamp) > Window)
            _counts.Dequeue();
    }

    /// <summary>Bytes a second; null before there are two counts.</summary>
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
