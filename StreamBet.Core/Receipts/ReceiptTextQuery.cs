using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule.Texts;

namespace StreamBet.Core.Receipts;

/// <summary>The text that a criterion asks for; see <see cref="TextQuery"/>.</summary>
/// <param name="Phrase">The word or phrase, or the words before the number; null if a region is named.</param>
/// <param name="Number">What the number must do; null to ask for the phrase alone.</param>
/// <param name="Region">The part of the picture; null for all of it.</param>
public sealed record ReceiptTextQuery(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Phrase = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReceiptNumber? Number = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReceiptRegion? Region = null)
{
    internal static ReceiptTextQuery? Of(TextQuery? text) => text is null
        ? null
        : new ReceiptTextQuery(
            text.Phrase,
            text.Number is { } number ? new ReceiptNumber(number.Change.ToWord(), number.Value, number.IsTime) : null,
            text.Region is { } box ? new ReceiptRegion(box.Left, box.Top, box.Width, box.Height) : null);

    /// <summary>What it asks for; may be invalid if the receipt has not been checked.</summary>
    public TextQuery ToQuery() => new()
    {
        Phrase = Phrase,
        Number = Number is null
            ? null
            : new NumberTest(NumberChangeWords.Find(Number.Change) ?? default, Number.Value, Number.Time),
        Region = Region is null ? null : new Box(Region.Left, Region.Top, Region.Width, Region.Height),
    };

    /// <summary>Whether what the number must do is something this program knows.</summary>
    [JsonIgnore]
    public bool IsKnown => Number is null || NumberChangeWords.Find(Number.Change) is not null;
}

/// <summary>What a number must do; see <see cref="NumberTest"/>.</summary>
/// <param name="Change">"at_least", "under" or "rises_by".</param>
/// <param name="Value">The value; a time in seconds.</param>
/// <param name="Time">Whether the screen shows it as a time.</param>
public sealed record ReceiptNumber(string Change, double Value, bool Time);

/// <summary>A part of the picture, in fractions of its width and height.</summary>
/// <param name="Left">0-1.</param>
/// <param name="Top">0-1.</param>
/// <param name="Width">0-1.</param>
/// <param name="Height">0-1.</param>
public sealed record ReceiptRegion(double Left, double Top, double Width, double Height);
