using System.Globalization;
using StreamBet.Core.Vision.Detection;

namespace StreamBet.Core.Vision.Packs;

/// <summary>Collects what a pack found on one sample, and refuses numbers that make no sense: left out, they would pass
/// for nothing seen.</summary>
/// <param name="classes">The pack's classes; null for one that is not used.</param>
/// <param name="picture">Maps positions to the clip's picture.</param>
internal sealed class PackFinds(IReadOnlyList<PackClass?> classes, PackPicture picture)
{
    /// <summary>Lower scores carry no information.</summary>
    public const float MinScore = 0.05f;

    /// <summary>The most things kept per sample, best first; a crowd has more.</summary>
    public const int MaxKept = 100;

    // Of several boxes around one thing, most are dropped later, so more must be kept until then.
    private const int MaxCandidates = 1000;

    // Rounding may bring a score slightly over 1.
    private const float Slack = 0.001f;

    private readonly List<RawDetection> _found = [];

    /// <summary>The number of the pack's classes.</summary>
    public int Classes => classes.Count;

    /// <summary>Checks a score.</summary>
    /// <exception cref="InvalidDataException">It is not from 0 to 1.</exception>
    public static float Score(float score) => score is >= -Slack and <= 1 + Slack
        ? Math.Clamp(score, 0, 1)
        : throw new InvalidDataException(string.Create(
            CultureInfo.InvariantCulture, $"The model gives the score {score}, but scores must be from 0 to 1."));

    /// <summary>Adds a thing.</summary>
    /// <param name="number">Its class.</param>
    /// <param name="score">Its score, 0-1.</param>
    /// <param name="x">Its middle, in pixels of the input.</param>
    /// <param name="y">Its middle, in pixels of the input.</param>
    /// <param name="width">In pixels of the input.</param>
    /// <param name="height">In pixels of the input.</param>
    /// <exception cref="InvalidDataException">Its place is not a number.</exception>
    public void Add(int number, float score, double x, double y, double width, double height)
    {
        if (score < MinScore || classes[number] is null)
            return;
        if (!double.IsFinite(x + y + width + height))
            throw new InvalidDataException("The model gives a box whose sides are not numbers.");
        var box = picture.ToPicture(x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2));
        _found.Add(new RawDetection(number, score, box));
        if (_found.Count >= 4 * MaxCandidates)
            Prune();
    }

    /// <summary>The best things, best first.</summary>
    /// <param name="dropsRepeats">Whether the model finds the same thing several times.</param>
    public List<RawDetection> Take(bool dropsRepeats)
    {
        Prune();
        var kept = dropsRepeats ? NonMaximumSuppression.Apply(_found) : _found.FindAll(found => found.Box.Area > 0);
        return kept.Count <= MaxKept ? kept : kept.GetRange(0, MaxKept);
    }

    private void Prune()
    {
        _found.Sort((first, second) => second.Score.CompareTo(first.Score));
        if (_found.Count > MaxCandidates)
            _found.RemoveRange(MaxCandidates, _found.Count - MaxCandidates);
    }
}
