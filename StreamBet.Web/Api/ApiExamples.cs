using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace StreamBet.Web.Api;

/// <summary>The examples in the API's document. examples.json has what a server was sent and answered, by the name of the schema, or of
/// the operation where the body has no schema of its own; lists are cut short.</summary>
internal static class ApiExamples
{
    private const string Json = "application/json";

    /// <summary>Adds an example to each body and each answer that is JSON.</summary>
    public static Task AddAsync(OpenApiDocument document, OpenApiDocumentTransformerContext _, CancellationToken __)
    {
        var known = Read();
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
        {
            Add(operation.RequestBody?.Content, operation.OperationId!, known);
            foreach (var response in operation.Responses ?? [])
                Add(response.Value.Content, operation.OperationId!, known);
        }

        return Task.CompletedTask;
    }

    private static void Add(IDictionary<string, OpenApiMediaType>? content, string operation, JsonObject known)
    {
        if (content is not null && content.TryGetValue(Json, out var body)
            && known[(body.Schema as OpenApiSchemaReference)?.Reference.Id ?? operation] is { } example)
        {
            body.Example = example.DeepClone();
        }
    }

    private static JsonObject Read()
    {
        using var file = typeof(ApiExamples).Assembly.GetManifestResourceStream("examples.json")
            ?? throw new InvalidOperationException("examples.json is not in the program.");
        return JsonNode.Parse(file)!.AsObject();
    }
}
