using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets.Answers;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>Calls that a client can send again with the same Idempotency-Key: they make something once, and answer the same
/// bytes.</summary>
internal sealed class IdempotentCalls(AnswerKeeper answers, IOptions<JsonOptions> json)
{
    private readonly JsonSerializerOptions _compared =
        new(json.Value.SerializerOptions) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Makes something, or answers what this key was answered before.</summary>
    /// <param name="context">The call.</param>
    /// <param name="path">Its path; the same key may not be used for another one.</param>
    /// <param name="body">Its body. What counts is what it says: neither white space nor the order of its fields.</param>
    /// <param name="make">Makes it. If it is given a writer, what that writes is kept in the same transaction.</param>
    /// <param name="write">The answer.</param>
    /// <exception cref="RefusedException">The key is invalid or stands for another request (422), or the same request is under way
    /// (409).</exception>
    public async Task<IResult> MakeAsync<TBody, TMade, TAnswer>(
        HttpContext context, string path, TBody body, Func<Func<TMade, KeptAnswer>?, Task<TMade>> make, Func<TMade, Created<TAnswer>> write)
    {
        var sent = context.Request.Headers[IdempotencyKeys.Header];
        if (sent.Count == 0)
            return write(await make(null));
        var key = IdempotencyKey.Of(
            context.Caller().Id, sent is [{ } one] ? one : "", path, JsonSerializer.SerializeToUtf8Bytes(body, _compared));
        return new KeptResult(await answers.AnswerOnceAsync(
            key,
            async () =>
            {
                // Written again if the transaction is: the last one is the one that was committed.
                KeptAnswer? kept = null;
                await make(made => kept = Write(key, write(made)));
                return kept!;
            },
            context.RequestAborted));
    }

    private KeptAnswer Write<T>(IdempotencyKey key, Created<T> answer) =>
        answers.Write(key, answer.Location!, JsonSerializer.SerializeToUtf8Bytes(answer.Value, json.Value.SerializerOptions));

    private sealed class KeptResult(KeptAnswer kept) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            (response.StatusCode, response.Headers.Location) = (StatusCodes.Status201Created, kept.Location);
            (response.ContentType, response.ContentLength) = (JsonBytes.ContentType, kept.Body.Length);
            return response.Body.WriteAsync(kept.Body, httpContext.RequestAborted).AsTask();
        }
    }
}

/// <summary>Declares calls that take an Idempotency-Key.</summary>
internal static class IdempotencyKeys
{
    public const string Header = "Idempotency-Key";

    /// <summary>Says that an endpoint takes a key, and how it refuses one.</summary>
    public static RouteHandlerBuilder TakesIdempotencyKey(this RouteHandlerBuilder endpoint) => endpoint
        .Refuses(RefusalKind.Unprocessable, "idempotency_key", "idempotency_key_reused")
        .Refuses(RefusalKind.Conflict, "idempotency_key_under_way")
        .AddOpenApiOperationTransformer(DescribeAsync);

    private static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext _, CancellationToken __)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = Header,
            In = ParameterLocation.Header,
            Description =
                "A name for this request, such as a UUID. Sent again within 24 hours, it has no second effect and is answered with the same bytes.",
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MinLength = 1,
                MaxLength = IdempotencyKey.MaxLength,
                Pattern = "^[ -~]+$",
            },
        });
        return Task.CompletedTask;
    }
}
