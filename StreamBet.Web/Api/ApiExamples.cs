using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace StreamBet.Web.Api;

/// <summary>The examples in the API's document. examples.json has what a server was sent and answered, by the name of the schema, or of
/// the operation where the body has no schema of its own; lists are cut short. Its patches say what the
/// answers of an operation have otherwise than the example of their schema.</summary>
internal static class ApiExamples
{
    private const string Json = "application/json";

    /// <summary>Adds an example to each body and each answer that is JSON.</summary>
    public static Task AddAsync(OpenApiDocument document, OpenApiDocumentTransformerContext _, CancellationToken __)
    {
        var known = Read();
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
        {
            Add(operation.RequestBody?.Content, operation.OperationId!, known, patch: null);
            foreach (var response in operation.Responses ?? [])
                Add(response.Value.Content, operation.OperationId!, known, known["patches"]![operation.OperationId!]);
        }

        return Task.CompletedTask;
    }

    private static void Add(IDictionary<string, OpenApiMediaType>? content, string operation, JsonObject known, JsonNode? patch)
    {
        if (content is not null && content.TryGetValue(Json, out var body)
            && known[(body.Schema as OpenApiSchemaReference)?.Reference.Id ?? operation] is { } example)
        {
            body.Example = example.DeepClone();
            if (patch is not null)
                Merge(body.Example, patch);
        }
    }

    private static void Merge(JsonNode into, JsonNode patch)
    {
        foreach (var (name, value) in patch.AsObject())
        {
            if (value is JsonObject part && into[name] is { } inner)
                Merge(inner, part);
            else
                into[name] = value?.DeepClone();
        }
    }

    private static JsonObject Read()
    {
        using var file = typeof(ApiExamples).Assembly.GetManifestResourceStream("examples.json")
            ?? throw new InvalidOperationException("examples.json is not in the program.");
        return JsonNode.Parse(file)!.AsObject();
    }
}
