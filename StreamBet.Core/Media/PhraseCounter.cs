namespace StreamBet.Core.Media;

/// <summary>Counts a phrase in a stream that arrives in pieces.</summary>
internal sealed class PhraseCounter(byte[] phrase)
{
    private int _matched;

    /// <summary>How often it occurred.</summary>
    public int Count { get; private set; }

    /// <summary>Reads the next bytes. Starting over after a mismatch is enough because the phrase's first byte does not
    /// occur in it again.</summary>
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
