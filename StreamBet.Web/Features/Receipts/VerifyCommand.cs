using System.Security.Cryptography;
using StreamBet.Core.Receipts;

namespace StreamBet.Web.Features.Receipts;

/// <summary>The command <c>verify</c>: checks a receipt without a server or a network.</summary>
internal static class VerifyCommand
{
    private const int MaxKeyBytes = 64 * 1024;

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The arguments after <c>verify</c>.</param>
    /// <param name="output">Receives one line per check, and the verdict.</param>
    /// <param name="error">Receives the error when nothing could be checked.</param>
    /// <param name="cancellationToken">Cancels reading the files.</param>
    /// <returns>0 for a valid receipt, 1 for an invalid one, 2 when nothing could be checked.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            var options = VerifyOptions.Parse(arguments);
            using var key = await KeyAsync(options, cancellationToken);
            return await AnswerAsync(await CheckAsync(options, key, cancellationToken), output);
        }
        catch (FormatException wrong)
        {
            await error.WriteLineAsync($"{PlainText.Of(wrong.Message)}\n\n{VerifyOptions.Usage}");
        }
        catch (Exception wrong) when (wrong is IOException or InvalidDataException or UnauthorizedAccessException
            or ArgumentException)
        {
            await error.WriteLineAsync(PlainText.Of(wrong.Message));
        }

        return 2;
    }

    private static async Task<ReceiptReport> CheckAsync(
        VerifyOptions options, ReceiptPublicKey key, CancellationToken cancellationToken) =>
        ReceiptVerifier.Verify(new ReceiptQuestion
        {
            Receipt = await ReadAsync(options.Receipt, Receipt.MaxBytes, cancellationToken),
            Key = key,
            ClipSha256 = options.Clip is { } clip ? await HashAsync(clip, cancellationToken) : null,
            Stake = options.Stake is { } stake ? await ReadAsync(stake, StakeProof.MaxBytes, cancellationToken) : null,
            Analysis = options.Analysis is { } analysis
                ? await ReadAsync(analysis, ReceiptVerifier.MaxAnalysisBytes, cancellationToken)
                : null,
            Chain = options.Chain is { } chain ? ReceiptLines.Read(chain) : null,
            Head = options.Head,
        });

    private static async Task<int> AnswerAsync(ReceiptReport report, TextWriter output)
    {
        foreach (var check in report.Checks)
        {
            var word = check.Passed switch { true => "ok", false => "WRONG", null => "-" };
            await output.WriteLineAsync($"{word,-6}{check.Name,-10} {PlainText.Of(check.Sentence)}");
        }

        var wrong = report.Checks.Where(check => check.Passed == false).Select(check => check.Name);
        await output.WriteLineAsync(report.IsValid ? "valid" : $"NOT valid: {string.Join(", ", wrong)}");
        return report.IsValid ? 0 : 1;
    }

    private static async Task<ReceiptPublicKey> KeyAsync(VerifyOptions options, CancellationToken cancellationToken)
    {
        var path = options.Key ?? Path.Combine(options.DataDirectory, ReceiptKey.FileName);
        if (options.Key is null && !File.Exists(path))
        {
            throw new InvalidDataException(
                $"There is no key to trust: {path} is not there. Name one with --key; a server gives its own at "
                + "GET /api/receipts/key. Ask for it where you trust it, not where the receipt came from.");
        }

        try
        {
            var pem = await ReadAsync(path, MaxKeyBytes, cancellationToken);
            return ReceiptPublicKey.Parse(System.Text.Encoding.UTF8.GetString(pem));
        }
        catch (InvalidDataException wrong)
        {
            throw new InvalidDataException($"{path}: {wrong.Message}", wrong);
        }
    }

    // One byte over the limit is enough to refuse the file.
    private static async Task<byte[]> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        while (bytes.Length <= maxBytes && await file.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            bytes.Write(buffer, 0, count);
        return bytes.ToArray();
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}
