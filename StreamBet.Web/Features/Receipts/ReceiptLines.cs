using StreamBet.Core.Receipts;

namespace StreamBet.Web.Features.Receipts;

/// <summary>Reads a file of receipts, one per line.</summary>
internal static class ReceiptLines
{
    /// <summary>Streams the receipts. The last line may lack its newline. A line over the size limit is cut, which
    /// makes it invalid.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(string path)
    {
        using var file = File.OpenRead(path);
        foreach (var line in Read(file))
            yield return line;
    }

    /// <summary>Streams the receipts from a file that is open, in the same way.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(Stream file)
    {
        var buffer = new byte[81_920];
        var line = new MemoryStream();
        while (file.Read(buffer) is > 0 and var count)
        {
            for (var rest = buffer.AsMemory(0, count); rest.Length > 0;)
            {
                var end = rest.Span.IndexOf((byte)'\n');
                var part = end < 0 ? rest : rest[..end];
                line.Write(part.Span[..(int)Math.Min(part.Length, Receipt.MaxBytes + 1 - line.Length)]);
                rest = rest[(end < 0 ? part.Length : end + 1)..];
                if (end < 0)
                    continue;
                yield return line.ToArray();
                line.SetLength(0);
            }
        }

        if (line.Length > 0)
            yield return line.ToArray();
    }
}
