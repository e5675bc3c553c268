using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>Each body that is JSON has an example in the API's document, and the example is what its schema says.</summary>
public sealed class ApiExamplesTests
{
    private JsonElement _document;

    [Fact]
    public async Task Each_body_has_an_example_that_fits_its_schema()
    {
        using var app = TestApp.Start();
        _document = await app.Local.GetJsonAsync("/api/openapi.json");
        var bodies = _document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()).Select(call => call.Value)
            .SelectMany(call => call.GetProperty("responses").EnumerateObject().Select(response => response.Value)
                .Concat(call.TryGetProperty("requestBody", out var sent) ? [sent] : [])
                .Select(body => (Call: call.GetProperty("operationId").GetString()!, Body: body)))
            .Where(body => body.Call != "OpenApi") // the document itself
            .Select(body => (body.Call, Json: Find(Find(body.Body, "content"), "application/json")))
            .Where(body => body.Json is not null).ToList();

        bodies.Should().HaveCountGreaterThan(60);
        bodies.Where(body => Find(body.Json, "example") is null).Select(body => body.Call).Should().BeEmpty();
        bodies.SelectMany(body => Misfits(body.Json!.Value.GetProperty("schema"), body.Json!.Value.GetProperty("example"), body.Call))
            .Should().BeEmpty();
    }

    private static JsonElement? Find(JsonElement? within, string name) =>
        within is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value) ? value : null;

    private IEnumerable<string> Misfits(JsonElement schema, JsonElement value, string place)
    {
        if (Find(schema, "$ref") is { } reference)
            schema = _document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        if (Find(schema, "oneOf") is { } choices)
            return choices.EnumerateArray().Any(choice => !Misfits(choice, value, place).Any()) ? [] : [$"{place} fits none of several"];
        if (Find(schema, "type") is { } type && !TypesOf(type).Contains(TypeOf(value)))
            return [$"{place} is {TypeOf(value)}, not {type}"];
        if (Find(schema, "enum") is { } values && !values.EnumerateArray().Any(known => JsonElement.DeepEquals(known, value)))
            return [$"{place} is none of {values}"];
        return value.ValueKind switch
        {
            JsonValueKind.Array when Find(schema, "items") is { } items =>
                value.EnumerateArray().SelectMany((item, number) => Misfits(items, item, $"{place}[{number}]")),
            JsonValueKind.Object when Find(schema, "properties") is { } properties =>
                MissingOf(schema, value).Select(missing => $"{place} lacks {missing}").Concat(value.EnumerateObject().SelectMany(field =>
                    Find(properties, field.Name) is { } of ? Misfits(of, field.Value, $"{place}.{field.Name}") : [$"{place} has {field.Name}"])),
            _ => [],
        };
    }

    private static IEnumerable<string> MissingOf(JsonElement schema, JsonElement value) =>
        (Find(schema, "required")?.EnumerateArray().Select(name => name.GetString()!) ?? []).Where(name => Find(value, name) is null);

    private static IEnumerable<string> TypesOf(JsonElement type) => ((JsonElement[])(type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray()] : [type]))
        .Select(one => one.GetString() == "integer" ? "number" : one.GetString()!);

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString().ToLowerInvariant(),
    };
}
