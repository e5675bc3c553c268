namespace StreamBet.Core.Media;

/// <summary>Counts a phrase in a stream of any length that comes in pieces.</summary>
internal sealed class PhraseCounter(byte[] phrase)
{
    private int _matched;

    /// <summary>How often it came.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the next bytes. The phrase's first byte must not come in it again, which makes starting over at a
    /// mismatch enough.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value != phrase[_matched])
                _matched = value == phrase[0] ? 1 : 0;
            else if (++_matched == phrase.Length)
                (Count, _matched) = (Count + 1, 0);
        }
    }
}
