using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using StreamBet.Core.Kernel;
using StreamBet.Core.People.Sessions;
using StreamBet.Web.Host;

namespace StreamBet.Web.Features.Account;

/// <summary>The forms of the account page that change the browser's cookie, which a circuit can't. Pages of other sites are refused
/// before, by their origin.</summary>
internal static class AccountEndpoints
{
    private const string SignOutPath = "/account/sign-out", TransferPath = "/account/transfer";

    private const long MaxBytes = 4_096;

    public static void MapAccount(this WebApplication app)
    {
        var small = new RequestSizeLimitAttribute(MaxBytes);
        app.MapPost(SignOutPath, SignOutAsync).WithMetadata(small).ExcludeFromDescription().RefusesInCommon();
        app.MapPost(TransferPath, TransferAsync).WithMetadata(small).ExcludeFromDescription().RefusesInCommon()
            .Refuses(RefusalKind.Invalid, "invalid_form", "invalid_request").Refuses(RefusalKind.TooLarge, "payload_too_large")
            .Refuses(RefusalKind.Unsupported, "unsupported_charset");
    }

    private static async Task<IResult> SignOutAsync(SessionCookies cookies, HttpContext context)
    {
        await cookies.SignOutAsync(context);
        return SeeOther("/signed-out", context);
    }

    private static async Task<IResult> TransferAsync(SessionCookies cookies, TransferCodes codes, HttpContext context)
    {
        var form = await ReadFormAsync(context);
        try
        {
            await cookies.TransferAsync(context, codes, form["code"], form["leaves"] == "true");
            return SeeOther("/me", context);
        }
        catch (RefusedException refused)
        {
            return SeeOther($"/me?transfer={refused.Refusal.Code}", context);
        }
    }

    private static async Task<IFormCollection> ReadFormAsync(HttpContext context)
    {
        try
        {
            if (context.Request.HasFormContentType)
                return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            // It has no boundary, too many fields, or no end.
        }

        throw new RefusedException(RefusalKind.Invalid, "invalid_form", "The form can't be read. Send it from the account page.");
    }

    // 303, so that a reload does not send the form again.
    private static StatusCodeHttpResult SeeOther(string path, HttpContext context)
    {
        context.Response.Headers.Location = path;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }
}
