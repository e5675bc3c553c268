using System.Text.Json;
using StreamBet.Core.Receipts;
using StreamBet.Core.Receipts.Records;

namespace StreamBet.Web.Features.Receipts;

/// <summary>The command <c>record</c>: counts receipts again, without a server or a network.</summary>
internal static class RecordCommand
{
    private const string Usage =
        """
        record --receipts FILE|-

          --receipts FILE  all receipts, one a line, oldest first, as GET /api/receipts answers them; - reads them from the
                           standard input

        Prints what GET /api/record answers for these receipts, byte for byte. Ends with 0, or with 2 when they could not be
        counted. It doesn't check signatures; verify --chain does.
        """;

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The arguments after <c>record</c>.</param>
    /// <param name="input">Opens the standard input.</param>
    /// <param name="output">Receives the record as JSON.</param>
    /// <param name="error">Receives the error when the receipts could not be counted.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>0, or 2 when the receipts could not be counted.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, Func<Stream> input, Stream output, TextWriter error, CancellationToken cancellationToken)
    {
        if (arguments is not ["--receipts", { Length: > 0 } path])
        {
            await error.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            await using var receipts = path == "-" ? input() : File.OpenRead(path);
            await output.WriteAsync(Count(receipts, cancellationToken).ToFigures().ToBytes(), cancellationToken);
            return 0;
        }
        catch (Exception wrong) when (wrong is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            await error.WriteLineAsync(PlainText.Of(wrong.Message));
            return 2;
        }
    }

    private static Record Count(Stream receipts, CancellationToken cancellationToken)
    {
        var record = new Record();
        foreach (var line in ReceiptLines.Read(receipts))
        {
            cancellationToken.ThrowIfCancellationRequested();
            record.Add(Parse(line, record.Receipts + 1).Content);
        }

        return record;
    }

    private static Receipt Parse(ReadOnlyMemory<byte> line, long number)
    {
        try
        {
            return Receipt.Parse(line);
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"Line {number} is not a receipt. {wrong.Message}", wrong);
        }
    }
}
