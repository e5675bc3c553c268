using StreamBet.Core.Kernel;

namespace StreamBet.Core.Rule.Pictures;

/// <summary>The reference picture that a criterion asks for.</summary>
/// <param name="Sha256">SHA-256 of the picture as the server keeps it, 64 lower-case hex digits.</param>
/// <param name="Name">What it shows, in its host's words; the label of its sightings.</param>
public sealed record PictureQuery(string Sha256, string Name)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxName = 40;

    /// <summary>Whether a clip can end with NO for it; the server knows.</summary>
    public bool CanBeDisproved { get; init; } = true;

    /// <summary>Checks it. Whether the picture is there is checked when the market is opened.</summary>
    /// <exception cref="RefusedException">It is invalid; the message says why (422).</exception>
    public void Ensure()
    {
        DisplayText.Check(Name, MaxName, "picture", $"Say in 1 to {MaxName} characters what the picture shows.");

        // The name stands between quotation marks in the sentence that people bet on.
        if (Name.Contains('"', StringComparison.Ordinal))
            throw new RefusedException(RefusalKind.Unprocessable, "picture", "Leave out the quotation marks in what the picture shows.");
        if (Sha256 is not { Length: 64 } || !Sha256.All(char.IsAsciiHexDigitLower))
            throw new RefusedException(RefusalKind.Unprocessable, "picture", "Choose the picture that must be seen.");
    }

    /// <summary>The condition, as the middle of a sentence that starts with "YES if".</summary>
    public string ToCondition() => $"the picture \"{Name}\" is seen";
}
