using System.Globalization;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Rule.Texts;

/// <summary>What a criterion asks of the text on the screen: a word or phrase, or a number.</summary>
public sealed record TextQuery
{
    /// <summary>The longest phrase, in characters.</summary>
    public const int MaxPhrase = 60;

    /// <summary>The smallest width and height of a region, as a share of the picture.</summary>
    public const double MinRegion = 0.02;

    // A single letter is read into everything.
    private const int MinLetters = 2;

    /// <summary>The word or phrase, or the words right before the number. Null only for a number in a region.</summary>
    public string? Phrase { get; init; }

    /// <summary>What the number must do; null to ask for the phrase alone.</summary>
    public NumberTest? Number { get; init; }

    /// <summary>The part of the picture in which the middle of the line must lie; null for all of it.</summary>
    public Box? Region { get; init; }

    /// <summary>What it looks for, as the label of its sightings: the phrase, or what the number is.</summary>
    public string Name => (Phrase, Number) switch
    {
        ({ } phrase, null) => phrase,
        ({ } phrase, _) => $"{phrase} (number)",
        _ => "Number",
    };

    /// <summary>Checks it.</summary>
    /// <exception cref="RefusedException">It is invalid; the message says why (422).</exception>
    public void Ensure()
    {
        if (Phrase is null && (Number is null || Region is null))
        {
            throw Wrong(
                Number is null
                    ? "Name the word or phrase that must be read."
                    : "Name the word right before the number, or the region of the picture that shows it.");
        }

        if (Phrase is not null)
            EnsurePhrase(Phrase);
        if (Region is { } region && !(region is { Left: >= 0, Top: >= 0, Width: >= MinRegion, Height: >= MinRegion }
            && region.Left + region.Width <= 1.000001 && region.Top + region.Height <= 1.000001))
        {
            throw Wrong("The region must lie within the picture and be at least 2 % of it wide and high (0.02 in the API).");
        }

        Number?.Ensure();
    }

    /// <summary>The condition, as the middle of a sentence that starts with "YES if".</summary>
    public string ToCondition()
    {
        var place = Region is null ? "" : " in the marked region";
        if (Number is null)
            return $"\"{Phrase}\" is read{place}";
        return Phrase is null
            ? $"the number{place} {Number.ToCondition()}"
            : $"the number after \"{Phrase}\"{place} {Number.ToCondition()}";
    }

    internal static RefusedException Wrong(string sentence) => new(RefusalKind.Unprocessable, "text", sentence);

    private static void EnsurePhrase(string phrase)
    {
        if (phrase.Length > MaxPhrase)
            throw Wrong($"The text can have at most {MaxPhrase} characters; this one has {phrase.Length}.");
        var folded = Folding.Joined(phrase);
        if (folded.Length < MinLetters)
            throw Wrong("The text needs at least two letters or digits.");
        if (folded.FirstOrDefault(letter => letter is not (>= 'A' and <= 'Z' or >= '0' and <= '9')) is var strange and not '\0')
        {
            throw Wrong(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The reader knows Latin letters and the digits 0 to 9; it can't read \"{strange}\"."));
        }
    }
}
