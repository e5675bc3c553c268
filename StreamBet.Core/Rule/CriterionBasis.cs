using System.Globalization;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule.Pictures;
using StreamBet.Core.Rule.Texts;

namespace StreamBet.Core.Rule;

/// <summary>What an analysis offers to decide a criterion by, whatever kind it is. Pure.</summary>
/// <param name="Sightings">The sightings of what it asks for, of any confidence and doubt, anywhere in the clip.</param>
/// <param name="Coverage">How much of the clip was examined for it.</param>
/// <param name="Residue">The chance in percent, 0-100, that it was plainly there though nothing of it was seen; null if that
/// was not measured.</param>
/// <param name="WhyNotNo">Why its absence can't be told, as a sentence; null if it can.</param>
internal sealed record CriterionBasis(
    IReadOnlyList<(string Label, Sighting Sighting)> Sightings, Coverage Coverage, double? Residue, string? WhyNotNo)
{
    /// <summary>The share of the samples with the word or the region in which a number must be read for a NO.</summary>
    public const double MinReadShare = 0.9;

    /// <summary>What an analysis offers for a criterion.</summary>
    public static CriterionBasis Of(Criterion criterion, ClipAnalysis analysis)
    {
        var basis = criterion.Text is { } text ? OfText(criterion, text, analysis)
            : criterion.Picture is { } picture ? OfPicture(picture, analysis)
            : OfLabels(criterion, analysis);
        return basis with { WhyNotNo = basis.WhyNotNo ?? UnclearWindow.WhyNotNo(criterion, analysis) };
    }

    private static CriterionBasis OfLabels(Criterion criterion, ClipAnalysis analysis)
    {
        var isMeasured = analysis.Calibration is not null && criterion.Labels.All(analysis.Residues.ContainsKey);
        return new CriterionBasis(
            [
                .. analysis.Labels.Where(label => criterion.Labels.Contains(label.Name, StringComparer.OrdinalIgnoreCase))
                    .SelectMany(label => label.Sightings, (label, sighting) => (label.Name, sighting)),
            ],
            analysis.Coverage,
            isMeasured ? CriterionDoubt.ResidueOf(criterion.Labels.Select(label => analysis.Residues[label])) : null,
            WhyNotNoOfLabels(criterion, analysis));
    }

    private static string? WhyNotNoOfLabels(Criterion criterion, ClipAnalysis analysis)
    {
        if (analysis.Calibration is not { } calibration)
            return "This analysis doesn't say what it may have missed, so it can't say that it was not there.";
        if (!calibration.IsWithinBounds)
            return calibration.OutOfBounds;
        return criterion.Labels.FirstOrDefault(label => !analysis.Residues.ContainsKey(label)) is { } unmeasured
            ? $"It was not measured how often the analyzer misses \"{unmeasured}\", so it can't say that it was not there."
            : null;
    }

    private static CriterionBasis OfText(Criterion criterion, TextQuery query, ClipAnalysis analysis)
    {
        if (analysis.Text is not { } text)
            return new CriterionBasis([], new Coverage(0, 0, analysis.Video.Duration), null, null);
        var found = TextSightings.Of(query, text);
        return new CriterionBasis(
            [.. found.Sightings.Select(sighting => (query.Name, sighting))], text.Coverage, text.Residue,
            text.OutOfBounds
            ?? (text.Residue is null ? "It was not measured how often the reader misses a text, so it can't say that it was not there." : null)
            ?? (query.Number is null ? null : WhyNotNoOfNumber(criterion, query, found, analysis.Video.Duration, text.Coverage)));
    }

    private static CriterionBasis OfPicture(PictureQuery query, ClipAnalysis analysis)
    {
        var found = analysis.Pictures?.Pictures.FirstOrDefault(picture => picture.Sha256 == query.Sha256);
        return found is null
            ? new CriterionBasis([], new Coverage(0, 0, analysis.Video.Duration), null, null)
            : new CriterionBasis(
                [.. found.Sightings.Select(sighting => (query.Name, sighting))], analysis.Pictures!.Coverage, found.Residue,
                found.OutOfBounds ?? (found.Residue is null
                    ? "It was not measured how often the analyzer misses a picture, so it can't say that it was not there."
                    : null));
    }

    private static string? WhyNotNoOfNumber(
        Criterion criterion, TextQuery query, TextSightings found, TimeSpan duration, Coverage coverage)
    {
        var end = criterion.WindowEnd ?? duration;
        var numbers = found.Numbers.Where(number => number.At >= criterion.WindowStart && number.At < end).ToList();
        var (shown, read) = (numbers.Count, numbers.Count(number => number.IsRead));

        // Every sample of the window shows the region, whatever was read there.
        if (query.Phrase is null && shown > 0)
            shown = Math.Max(shown, (int)Math.Round(coverage.Examined * ((end - criterion.WindowStart) / duration)));
        if (shown == 0)
            return query.Phrase is null ? "No number was read in the marked region." : $"\"{query.Phrase}\" was not read, and so no number after it.";
        return read >= shown * MinReadShare
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The number was read in only {read} of the {shown} samples that show it, too few to be sure that it did not.");
    }
}
