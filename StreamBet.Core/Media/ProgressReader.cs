using System.Globalization;

namespace StreamBet.Core.Media;

/// <summary>Reads ffmpeg's progress reports, which are lines such as "out_time_us=1960078".</summary>
/// <param name="reached">Called with the time reached, whenever it has grown.</param>
/// <param name="rate">Pictures per second of the output, to compute the time from the number of pictures; null to use
/// the time that ffmpeg reports, which is wrong if it keeps the times of its input.</param>
internal sealed class ProgressReader(Action<TimeSpan> reached, double? rate = null)
{
    private const long MaxMicroseconds = long.MaxValue / TimeSpan.TicksPerMicrosecond;

    private readonly byte[] _line = new byte[64];
    private int _length;
    private long _microseconds;

    /// <summary>Pictures written to the first output so far.</summary>
    public long Pictures { get; private set; }

    /// <summary>Reads the next bytes, which may end anywhere in a line.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value == '\n')
            {
                Take(_line.AsSpan(0, _length));
                _length = 0;
            }
            else if (_length < _line.Length)
            {
                _line[_length++] = value;
            }
        }
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        if (Number(line, "frame="u8) is { } pictures)
        {
            Pictures = pictures;
            if (rate is { } perSecond)
                Reach((long)(pictures / perSecond * TimeSpan.MicrosecondsPerSecond));
        }

        // Before the first picture the time is missing, or far below zero.
        if (rate is null && Number(line, "out_time_us="u8) is < MaxMicroseconds and var microseconds)
            Reach(microseconds);
    }

    private void Reach(long microseconds)
    {
        if (microseconds > _microseconds)
            reached(TimeSpan.FromMicroseconds(_microseconds = microseconds));
    }

    private static long? Number(ReadOnlySpan<byte> line, ReadOnlySpan<byte> key) =>
        line.StartsWith(key)
        && long.TryParse(line[key.Length..], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
