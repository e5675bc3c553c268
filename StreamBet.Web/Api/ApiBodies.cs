using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using StreamBet.Web.Api.Contract;

namespace StreamBet.Web.Api;

/// <summary>Describes bodies that the framework can't see: forms and files that are read as they come, and answers of two
/// shapes.</summary>
internal static class ApiBodies
{
    // Sent by clients too, who may leave fields out.
    private static readonly FrozenSet<Type> Sent = FrozenSet.ToFrozenSet(
    [
        typeof(BetCriterion), typeof(BetText), typeof(BetPicture), typeof(BetRegion), typeof(SentAnalysis), typeof(LabelResult),
        typeof(PictureResult), typeof(VideoResult),
    ]);

    /// <summary>The form of POST /api/analyze.</summary>
    public static Task ClipAsync(OpenApiOperation operation, OpenApiOperationTransformerContext _, CancellationToken __)
    {
        (string Name, JsonSchemaType Type, string Description)[] fields =
        [
            ("bet_ids", JsonSchemaType.String, "The numbers of the markets that the clip decides, such as 1,2."),
            ("share_frames", JsonSchemaType.Boolean, "Whether anyone may see the frames of the evidence; false by default."),
            ("read_text", JsonSchemaType.Boolean, "Whether the text in the clip is read; false by default."),
        ];
        operation.Parameters =
        [
            .. fields.Select(field => new OpenApiParameter
            {
                Name = field.Name,
                In = ParameterLocation.Query,
                Description = field.Description,
                Schema = new OpenApiSchema { Type = field.Type },
            }),
            new OpenApiParameter
            {
                Name = "Prefer",
                In = ParameterLocation.Header,
                Description = "respond-async: answer 202 as soon as the clip is here.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            },
        ];
        var properties = fields.ToDictionary(
            field => field.Name, IOpenApiSchema (field) => new OpenApiSchema { Type = field.Type, Description = field.Description });
        operation.RequestBody = FormWithClip(properties);
        return Task.CompletedTask;
    }

    /// <summary>The form of POST /api/verdicts.</summary>
    public static Task VerdictAsync(OpenApiOperation operation, OpenApiOperationTransformerContext _, CancellationToken __)
    {
        operation.RequestBody = FormWithClip(
            new Dictionary<string, IOpenApiSchema>
            {
                ["criterion"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Description = "The criterion, as JSON of at most 8 kB in the form that POST /api/bets takes, such as {\"labels\":[\"Dog\"]}.",
                },
            },
            "criterion");
        return Task.CompletedTask;
    }

    private static OpenApiRequestBody FormWithClip(Dictionary<string, IOpenApiSchema> properties, params string[] required)
    {
        properties["file"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Format = "binary",
            Description = "The clip, with its file name: an MP4, MOV or AVI. It is the form's last part.",
        };
        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["multipart/form-data"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = properties,
                        Required = new HashSet<string>([.. required, "file"]),
                    },
                },
            },
        };
    }

    /// <summary>The body of POST /api/pictures.</summary>
    public static Task PictureAsync(OpenApiOperation operation, OpenApiOperationTransformerContext _, CancellationToken __)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "At most 2 MB and 4 megapixels.",
            Content = new[] { "image/png", "image/jpeg", "image/webp" }.ToDictionary(
                type => type, _ => new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } }),
        };
        return Task.CompletedTask;
    }

    /// <summary>An answer that is one of two.</summary>
    public static async Task OrAsync<TFirst, TSecond>(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var schemas = new List<IOpenApiSchema>();
        foreach (var type in new[] { typeof(TFirst), typeof(TSecond) })
        {
            context.Document!.AddComponent(
                type.Name, await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellationToken));
            schemas.Add(new OpenApiSchemaReference(type.Name, context.Document));
        }

        operation.Responses!["200"].Content!["application/json"].Schema = new OpenApiSchema { OneOf = schemas };
    }

    /// <summary>Marks what an answer always has: all but what is left out when it is null; and what has to be sent. A request without
    /// it still reaches the endpoint, which says in its own words what is missing.</summary>
    public static Task RequireAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken _)
    {
        var type = context.JsonTypeInfo.Type;
        schema.Description = schema.Description is { } text ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : null;
        if (type == typeof(NumberValue))
            schema.Type = JsonSchemaType.Number | JsonSchemaType.String | JsonSchemaType.Null;
        if (type.Assembly != typeof(ApiBodies).Assembly || schema.Properties is null)
            return Task.CompletedTask;
        var isSent = IsSent(type);
        schema.Required = context.JsonTypeInfo.Properties
            .Where(property => isSent
                ? Has<RequiredAttribute>(property)
                : property.Get is not null && !Has<JsonIgnoreAttribute>(property))
            .Select(property => property.Name).ToHashSet();
        foreach (var sent in schema.Properties.Where(property => isSent && schema.Required.Contains(property.Key)).Select(property => property.Value))
        {
            if (sent is OpenApiSchema { Type: { } kind } plain)
                plain.Type = kind & ~JsonSchemaType.Null;
        }

        return Task.CompletedTask;
    }

    private static bool Has<TAttribute>(JsonPropertyInfo property) =>
        property.AttributeProvider?.IsDefined(typeof(TAttribute), inherit: true) == true;

    private static bool IsSent(Type type) => Sent.Contains(type)
        || type.Name.EndsWith("Request", StringComparison.Ordinal) || type.Name.EndsWith("Body", StringComparison.Ordinal);
}
