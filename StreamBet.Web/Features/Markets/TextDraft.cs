using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Rule;
using StreamBet.Core.Rule.Texts;

namespace StreamBet.Web.Features.Markets;

/// <summary>What a criterion asks of the text on the screen, as its host typed it.</summary>
public sealed class TextDraft
{
    /// <summary>Starts empty.</summary>
    public TextDraft()
    {
    }

    /// <summary>Starts with what a market asks for.</summary>
    public TextDraft(TextQuery text)
    {
        Phrase = text.Phrase ?? "";
        if (text.Number is { } number)
            (Change, Value) = (number.Change, number.Shown);
        Region = text.Region;
    }

    /// <summary>The word or phrase, or the words right before the number.</summary>
    public string Phrase { get; set; } = "";

    /// <summary>What the number must do.</summary>
    public NumberChange Change { get; set; }

    /// <summary>The number, such as 10 or 1:00.</summary>
    public string Value { get; set; } = "";

    /// <summary>The part of the picture; null for all of it.</summary>
    [JsonInclude]
    public Box? Region { get; private set; }

    /// <summary>Marks the part of the picture, kept within it; null for all of it.</summary>
    public void Mark(Box? region) => Region = region is { } box
        ? new Box(
            Round(box.Left, 1), Round(box.Top, 1), Round(box.Width, 1 - Round(box.Left, 1)), Round(box.Height, 1 - Round(box.Top, 1)))
        : null;

    /// <summary>What it asks for.</summary>
    /// <param name="isNumber">Whether it asks for a number.</param>
    /// <exception cref="RefusedException">The number is missing or none (422).</exception>
    public TextQuery Read(bool isNumber) => new()
    {
        Phrase = Phrase.Trim() is { Length: > 0 } phrase ? phrase : null,
        Number = isNumber ? ReadNumber() : null,
        Region = Region,
    };

    /// <summary>A question that it answers; null while there is none.</summary>
    public string? SuggestQuestion(bool isNumber, Vocabulary vocabulary)
    {
        var phrase = Phrase.Trim() is { Length: > 0 } typed ? typed : null;
        if (isNumber ? NumberTest.Parse(Value) is null : phrase is null)
            return null;
        var text = new TextQuery { Phrase = phrase, Number = isNumber ? ReadNumber() : null };
        return QuestionWords.Of(new Criterion { Labels = [], Text = text }, vocabulary);
    }

    private NumberTest ReadNumber() => NumberTest.Parse(Value) is var (value, isTime)
        ? new NumberTest(Change, value, isTime)
        : throw new RefusedException(
            RefusalKind.Unprocessable, "text", "Type the number as the screen shows it, such as 10, 2.5 or 1:00.");

    // To a thousandth of the picture.
    private static double Round(double share, double max) =>
        Math.Round(Math.Clamp(share, 0, max), 3);
}
