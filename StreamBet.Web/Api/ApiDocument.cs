using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Scalar.AspNetCore;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>The API's description of itself: OpenAPI 3.1 at /api/openapi.json, and a page of it at /api/docs.</summary>
internal static class ApiDocument
{
    public const string Path = "/api/openapi.json";
    public const string PagePath = "/api/docs";

    private const string Name = "v1";
    private const string ProblemSchema = "Problem";
    private const string KeyScheme = "key";
    private const string CookieScheme = "cookie";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services
        .AddSingleton<DocumentBytes>()
        .AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;

            // HEAD stands beside every GET, and would say everything twice.
            options.ShouldInclude = endpoint => endpoint.HttpMethod != HttpMethods.Head;
            options.AddDocumentTransformer(DescribeAsync);
            options.AddDocumentTransformer(ApiExamples.AddAsync);
            options.AddOperationTransformer(CompleteAsync);
            options.AddSchemaTransformer(ApiBodies.RequireAsync);
        });

    public static void MapApiDocument(this RouteGroupBuilder api) =>
        api.MapGet("/openapi.json", async (DocumentBytes document) => TypedResults.Bytes(await document.ReadAsync(), "application/json"))
            .WithName("OpenApi").WithSummary("This description, as OpenAPI 3.1.").Produces<object>();

    /// <summary>Maps the page. Its script is served from here, and its inline script has the nonce of
    /// Host/SecurityHeaders.cs. What Scalar offers of its own services is left out.</summary>
    public static void MapApiPage(this IEndpointRouteBuilder app) =>
        app.MapScalarApiReference(PagePath, (options, context) => options
                .WithTitle("The API of StreamBet")
                .WithFavicon("/favicon.svg")
                .WithOpenApiRoutePattern(Path)
                .WithNonce(context.ScriptNonce())
                .ExpandAllTags()
                .HideDeveloperTools()
                .HideClientButton()
                .DisableAgent()
                .DisableMcp()
                .DisableDefaultFonts()
                .DisableTelemetry())
            .ExcludeFromDescription().WithHead();

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken _)
    {
        document.Info = new OpenApiInfo
        {
            Title = "StreamBet",
            Version = Product.Version,
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            Description =
                "Yes/no bets about a video, decided by looking at the video. The main job: open a market, stake on it, send the "
                + "clip with the market's number, and read the verdict. The paths say \"bet\" where pages say \"market\". Times in "
                + "a clip are seconds, moments UTC, confidences 0 to 100, credits whole numbers. Unknown fields are refused. HEAD "
                + "works wherever GET does, but for the events of a job. Every error is a problem (RFC 9457) with a stable `code`; "
                + "an address that doesn't exist gives 404 `not_found`, a method that it doesn't have 405 `method_not_allowed`.",
        };

        // The address that it was read from says nothing about where the API is called.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[ProblemSchema] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "What went wrong (RFC 9457).",
            Required = new HashSet<string> { "status", "detail", "code" },
            Examples =
            [
                JsonNode.Parse(
                    """
                    {"type":"https://tools.ietf.org/html/rfc9110#section-15.5.5","title":"Not Found","status":404,"detail":"There is no market 7.",
                     "code":"market_not_found","trace_id":"00-6492582cbe1b40ad8cd9d1c4b5a2b8f1-d48b46c547a848f2-00"}
                    """)!,
            ],
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("The status, as an address."),
                ["title"] = Text("The status, in words."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
                ["detail"] = Text("What happened and what to do, in a sentence."),
                ["code"] = Text("A stable name for programs."),
                ["trace_id"] = Text("By this the operator finds it in the log."),
            },
        };
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key: `Authorization: Bearer KEY`.",
            },
            [CookieScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "streambet",
                Description = "The cookie that a browser gets with the first page.",
            },
        };
        return Task.CompletedTask;
    }

    private static Task CompleteAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken _)
    {
        var endpoint = context.Description.ActionDescriptor.EndpointMetadata;
        if (endpoint.OfType<IAuthorizeData>().Any())
        {
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [] },
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(CookieScheme, context.Document)] = [] },
            ];
        }

        operation.Responses ??= [];
        foreach (var refusals in endpoint.OfType<DeclaredRefusals>().GroupBy(declared => ApiErrors.StatusOf(declared.Kind)).OrderBy(group => group.Key))
        {
            var codes = refusals.SelectMany(declared => declared.Codes).Distinct().Order(StringComparer.Ordinal).ToList();
            operation.Responses[refusals.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = $"{ReasonPhrases.GetReasonPhrase(refusals.Key)}: {string.Join(", ", codes.Select(code => $"`{code}`"))}.",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = ProblemWith(codes, context.Document) },
                },
            };
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema ProblemWith(IEnumerable<string> codes, OpenApiDocument? document) => new()
    {
        AllOf =
        [
            new OpenApiSchemaReference(ProblemSchema, document),
            new OpenApiSchema
            {
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["code"] = new OpenApiSchema { Enum = [.. codes.Select(code => (JsonNode)JsonValue.Create(code))] },
                },
            },
        ],
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    /// <summary>The document as it is sent. It does not change while the server runs, and is made once.</summary>
    internal sealed class DocumentBytes([FromKeyedServices(Name)] IOpenApiDocumentProvider provider)
    {
        private readonly Lazy<Task<byte[]>> _bytes = new(async () =>
        {
            var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
            using var json = new MemoryStream();
            await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
            return json.ToArray();
        });

        /// <summary>The JSON in UTF-8.</summary>
        public Task<byte[]> ReadAsync() => _bytes.Value;
    }
}
