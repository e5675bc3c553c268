using System.Security.Cryptography;

namespace StreamBet.Core.People.Sessions;

/// <summary>A code that takes an account to another device, once.</summary>
public sealed class TransferCode
{
    // Crockford's digits: none can be taken for another, and 32 of them make five bits each.
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Groups = 3, GroupLength = 4;

    /// <summary>How long a code can be entered.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>The SHA-256 of the code without its dashes, 64 lower-case hex digits.</summary>
    public required string Hash { get; init; }

    /// <summary>Whose account it is; they have no other code.</summary>
    public required string PersonId { get; init; }

    /// <summary>When it expires.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>A new code of 60 random bits, as XXXX-XXXX-XXXX.</summary>
    internal static string NewText() => string.Join(
        '-', Enumerable.Range(0, Groups).Select(_ => new string(RandomNumberGenerator.GetItems<char>(Digits, GroupLength))));

    /// <summary>The digest of a code as a person types it: dashes, spaces and case make no difference, O is 0, I and L are 1.</summary>
    /// <returns>The digest; null for what can be no code.</returns>
    internal static string? HashOf(string? typed)
    {
        var code = new string([.. (typed ?? "").Where(letter => letter != '-' && !char.IsWhiteSpace(letter)).Take(Groups * GroupLength + 1)
            .Select(letter => char.ToUpperInvariant(letter) switch { 'O' => '0', 'I' or 'L' => '1', var other => other })]);
        return code.Length == Groups * GroupLength && code.All(Digits.Contains) ? Secrets.HashOf(code) : null;
    }
}

/// <summary>A code to be shown to its owner.</summary>
/// <param name="Text">The code, as XXXX-XXXX-XXXX.</param>
/// <param name="ExpiresAt">When it expires.</param>
public sealed record ShownCode(string Text, DateTimeOffset ExpiresAt);
