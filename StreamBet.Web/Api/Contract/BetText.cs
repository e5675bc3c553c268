using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Rule.Texts;

namespace StreamBet.Web.Api.Contract;

/// <summary>What a criterion asks of the text on the screen, as the API accepts and shows it: a phrase, or what the number
/// after the phrase, or in the region, must do.</summary>
internal sealed record BetText(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Phrase,
    [property: JsonConverter(typeof(BetNumberConverter)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NumberValue? AtLeast,
    [property: JsonConverter(typeof(BetNumberConverter)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NumberValue? Under,
    [property: JsonConverter(typeof(BetNumberConverter)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NumberValue? RisesBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BetRegion? Region)
{
    public static BetText? From(TextQuery? text) => text is null
        ? null
        : new BetText(
            text.Phrase, Of(text, NumberChange.AtLeast), Of(text, NumberChange.Under), Of(text, NumberChange.Rises),
            text.Region is { } region ? new BetRegion(region.Left, region.Top, region.Width, region.Height) : null);

    /// <summary>What it asks for.</summary>
    /// <exception cref="RefusedException">It asks for more than one thing of the number (422).</exception>
    public TextQuery ToQuery()
    {
        var tests = new[]
        {
            (NumberChange.AtLeast, AtLeast), (NumberChange.Under, Under), (NumberChange.Rises, RisesBy),
        }.Where(test => test.Item2 is not null).ToList();
        if (tests.Count > 1)
            throw new RefusedException(RefusalKind.Unprocessable, "text", "Ask one thing of the number: at_least, under or rises_by.");
        return new TextQuery
        {
            Phrase = Phrase,
            Number = tests is [var (change, value)] ? new NumberTest(change, value!.Value, value.IsTime) : null,
            Region = Region is { } region ? new Box(region.Left ?? 0, region.Top ?? 0, region.Width ?? 0, region.Height ?? 0) : null,
        };
    }

    private static NumberValue? Of(TextQuery text, NumberChange change) =>
        text.Number is { } number && number.Change == change ? new NumberValue(number.Value, number.IsTime) : null;
}

/// <summary>A part of the picture, in fractions of its width and height.</summary>
internal sealed record BetRegion(
    double? Left, double? Top, [property: Required] double? Width, [property: Required] double? Height);

/// <summary>A number on the screen; a time in seconds.</summary>
internal sealed record NumberValue(double Value, bool IsTime);

/// <summary>Reads and writes 10, or "1:00" for a time.</summary>
internal sealed class BetNumberConverter : JsonConverter<NumberValue?>
{
    public override NumberValue? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number))
            return new NumberValue(number, false);
        return reader.TokenType == JsonTokenType.String && NumberTest.Parse(reader.GetString()!) is var (value, isTime)
            ? new NumberValue(value, isTime)
            : throw new JsonException("A number is written as 10 or \"10\", a time as \"1:00\".");
    }

    public override void Write(Utf8JsonWriter writer, NumberValue? value, JsonSerializerOptions options)
    {
        if (value is null)
            writer.WriteNullValue();
        else if (value.IsTime)
            writer.WriteStringValue(new NumberTest(NumberChange.AtLeast, value.Value, true).Shown);
        else
            writer.WriteNumberValue(value.Value);
    }
}
