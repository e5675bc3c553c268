using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace StreamBet.Web.Api;

/// <summary>Writes answers whose ETag is the digest of their bytes: 304 if a client has them already.</summary>
internal sealed class JsonBytes(IOptions<JsonOptions> json)
{
    /// <summary>The type of JSON answers.</summary>
    internal const string ContentType = "application/json; charset=utf-8";
    private const int TagBytes = 16;

    /// <summary>An answer as it is sent.</summary>
    /// <param name="Json">Its JSON in UTF-8.</param>
    /// <param name="Tag">Its ETag. The same content has the same one, so that nobody learns from it that something changed
    /// which isn't shown, such as a hidden pool.</param>
    internal sealed record Written(byte[] Json, EntityTagHeaderValue Tag);

    /// <summary>Writes an answer.</summary>
    public Written Write<T>(T answer)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(answer, json.Value.SerializerOptions);
        return new Written(bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, TagBytes))}\""));
    }

    /// <summary>The answer to a request: the bytes, or 304 if it names their ETag.</summary>
    public FileContentHttpResult Answer<T>(T answer) => Answer(Write(answer));

    /// <summary>The answer to a request: the bytes, or 304 if it names their ETag.</summary>
    public static FileContentHttpResult Answer(Written written) =>
        TypedResults.Bytes(written.Json, ContentType, entityTag: written.Tag);
}
