using System.ComponentModel.DataAnnotations;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets.Accounts;
using StreamBet.Core.People;
using StreamBet.Core.People.Keys;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>/api/me/keys: the keys by which programs act for the caller.</summary>
internal static class KeysApi
{
    public static void MapKeys(this RouteGroupBuilder api)
    {
        api.MapGet("/me/keys", ListAsync).WithName("Keys").WithSummary("The caller's keys, without their secrets.")
            .Produces<KeysResponse>().Refuses(RefusalKind.Forbidden, "not_by_key");
        api.MapPost("/me/keys", AddAsync).WithName("AddKey").WithSummary("Makes a key; it is shown this once.")
            .Produces<NewKeyResponse>(StatusCodes.Status201Created).Refuses(RefusalKind.Forbidden, "key_role", "not_by_key")
            .Refuses(RefusalKind.Unprocessable, "key_name", "role").Refuses(RefusalKind.Conflict, "too_many_keys");
        api.MapDelete("/me/keys/{id}", RevokeAsync).WithName("RevokeKey").WithSummary("Revokes a key.")
            .Produces(StatusCodes.Status204NoContent).Refuses(RefusalKind.Forbidden, "not_by_key").Refuses(RefusalKind.NotFound, "key_not_found");
    }

    private static async Task<IResult> ListAsync(
        AccountSecurity security, HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return TypedResults.Ok(new KeysResponse(
            [.. (await security.KeysAsync(caller, caller.Id, cancellationToken)).Select(ShownKey.Of)]));
    }

    private static async Task<IResult> AddAsync(
        NewKeyRequest request, AccountSecurity security, HttpContext context, CancellationToken cancellationToken)
    {
        var made = await security.AddKeyAsync(context.Caller(), request.Name, request.Role, cancellationToken);

        // The key is in this answer alone, which nothing on its way may keep.
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created((string?)null, new NewKeyResponse(made.Key.Id, made.Key.Name, made.Key.Role, made.Secret, made.Key.MadeAt));
    }

    private static async Task<IResult> RevokeAsync(
        string id, AccountSecurity security, HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        await security.RevokeKeyAsync(caller, caller.Id, id, cancellationToken);
        return TypedResults.NoContent();
    }

    internal sealed record NewKeyRequest([property: Required] string? Name, string? Role);

    internal sealed record NewKeyResponse(string Id, string Name, Role Role, string Key, DateTimeOffset MadeAt);

    internal sealed record KeysResponse(IReadOnlyList<ShownKey> Keys);
}

/// <summary>A key without its secret.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Role">What it may do at most.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="UsedAt">When it was last used, to the hour; null if never.</param>
internal sealed record ShownKey(string Id, string Name, Role Role, DateTimeOffset MadeAt, DateTimeOffset? UsedAt)
{
    public static ShownKey Of(PersonKey key) => new(key.Id, key.Name, key.Role, key.MadeAt, key.UsedAt);
}
