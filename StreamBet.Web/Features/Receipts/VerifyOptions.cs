namespace StreamBet.Web.Features.Receipts;

/// <summary>The arguments of <c>verify</c>.</summary>
/// <param name="Receipt">The receipt's file.</param>
internal sealed record VerifyOptions(string Receipt)
{
    /// <summary>The usage text.</summary>
    public const string Usage =
        """
        verify RECEIPT [--key KEY] [--clip FILE] [--stake FILE] [--analysis FILE] [--chain FILE] [--head HASH]

          RECEIPT          a receipt, byte for byte as GET /api/receipts/{bet_id} answers it
          --key KEY        the key to trust, as PEM; without it, that of this server's own data directory
          --data-directory DIRECTORY
                           where that one is; ./data unless named
          --clip FILE      the clip that decided
          --stake FILE     the proof of a stake
          --analysis FILE  the analysis that decided
          --chain FILE     all receipts, one a line, oldest first
          --head HASH      the hash of the chain's head that you kept

        Ends with 0 when the receipt is valid, 1 when it is not, 2 when nothing could be checked.
        """;

    /// <summary>The file of the trusted key; null for this server's own.</summary>
    public string? Key { get; private init; }

    /// <summary>The data directory with this server's own key.</summary>
    public string DataDirectory { get; private init; } = "./data";

    /// <summary>The clip's file, or null.</summary>
    public string? Clip { get; private init; }

    /// <summary>The file of a stake's proof, or null.</summary>
    public string? Stake { get; private init; }

    /// <summary>The analysis's file, or null.</summary>
    public string? Analysis { get; private init; }

    /// <summary>The chain's file, or null.</summary>
    public string? Chain { get; private init; }

    /// <summary>The chain head that was kept earlier, or null.</summary>
    public string? Head { get; private init; }

    /// <summary>Parses the arguments after <c>verify</c>.</summary>
    /// <exception cref="FormatException">The arguments are invalid; the message says why.</exception>
    public static VerifyOptions Parse(IReadOnlyList<string> arguments)
    {
        string? receipt = null;
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < arguments.Count; at++)
        {
            var argument = arguments[at];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                if (receipt is not null)
                    throw new FormatException($"One receipt at a time: \"{argument}\" is too many.");
                receipt = argument;
            }
            else if (++at == arguments.Count)
            {
                throw new FormatException($"{argument} needs a value.");
            }
            else if (!named.TryAdd(argument, arguments[at]))
            {
                throw new FormatException($"{argument} is given twice.");
            }
        }

        string? Take(string name) => named.Remove(name, out var value) ? value : null;
        var options = new VerifyOptions(receipt ?? throw new FormatException("Which receipt?"))
        {
            Key = Take("--key"),
            DataDirectory = Take("--data-directory") ?? "./data",
            Clip = Take("--clip"),
            Stake = Take("--stake"),
            Analysis = Take("--analysis"),
            Chain = Take("--chain"),
            Head = Take("--head"),
        };
        return named.Count == 0 ? options : throw new FormatException($"There is no {named.Keys.First()}.");
    }
}
