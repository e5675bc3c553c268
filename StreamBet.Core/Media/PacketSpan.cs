using System.Text;

namespace StreamBet.Core.Media;

/// <summary>The start and end of a track's pictures, read from the pictures themselves rather than from the file's
/// header.</summary>
internal sealed class PacketSpan
{
    private readonly byte[] _line = new byte[128];
    private int _length;

    /// <summary>The time of the first picture, in seconds; infinite if there is none.</summary>
    public double Start { get; private set; } = double.PositiveInfinity;

    /// <summary>The end of the last picture, in seconds; minus infinite if there is none.</summary>
    public double End { get; private set; } = double.NegativeInfinity;

    /// <summary>The number of pictures with a time.</summary>
    public int Pictures { get; private set; }

    /// <summary>Reads the next bytes of ffprobe's list, lines such as "0.066667,0.033333,0.033333": display time, decoding
    /// time and duration.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value == '\n')
            {
                Take(Encoding.ASCII.GetString(_line, 0, _length));
                _length = 0;
            }
            else if (_length < _line.Length)
            {
                _line[_length++] = value;
            }
        }
    }

    private void Take(string line)
    {
        var parts = line.Split(',');
        if (parts.Length < 3 || (ProbeReport.Seconds(parts[0]) ?? ProbeReport.Seconds(parts[1])) is not { } at)
            return;
        Pictures++;
        Start = Math.Min(Start, at);
        End = Math.Max(End, at + (ProbeReport.Seconds(parts[2]) ?? 0));
    }
}
