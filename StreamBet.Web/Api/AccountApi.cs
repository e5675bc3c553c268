using System.ComponentModel.DataAnnotations;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets.Accounts;
using StreamBet.Core.People.Sessions;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>/api/me: the account as a whole, to take along, to keep and to close.</summary>
internal static class AccountApi
{
    public static void MapAccountChanges(this RouteGroupBuilder api)
    {
        api.MapGet("/me/export", ExportAsync).WithName("Export").WithSummary("The caller's name, sessions, keys, stakes, ledger, markets and clips.")
            .Produces<object>().Refuses(RefusalKind.TooMany, "export_busy");
        api.MapPost("/me/transfer-code", MakeCodeAsync).WithName("MakeTransferCode")
            .WithSummary("A code that takes the caller's account to another device.")
            .Produces<CodeResponse>().Refuses(RefusalKind.Forbidden, "not_transferable");
        api.MapDelete("/me", CloseAsync).WithName("CloseAccount").WithSummary("Closes the caller's account.")
            .Produces(StatusCodes.Status204NoContent).Refuses(RefusalKind.Forbidden, "not_closable").Refuses(RefusalKind.Conflict, "job_not_ended");
    }

    public static void MapTransfer(this RouteGroupBuilder api) =>
        api.MapPost("/me/transfer", TakeAsync).WithName("Transfer").WithSummary("Takes an account to this browser by a transfer code.")
            .Produces<TransferResponse>().Refuses(RefusalKind.Forbidden, "not_by_key").Refuses(RefusalKind.NotFound, "transfer_code_invalid")
            .Refuses(RefusalKind.Conflict, "account_left_behind", "transfer_same_account").Refuses(RefusalKind.TooMany, "too_many_codes");

    // Written to a file first, so that a slow reader keeps nobody else waiting.
    private static async Task<IResult> ExportAsync(AccountExport export, HttpContext context)
    {
        var own = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            own.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), own);
        context.Response.RegisterForDispose(file);
        using (export.Begin())
            await export.WriteAsync(context.Caller(), file, context.RequestAborted);
        file.Position = 0;
        return TypedResults.Stream(file, "application/json", "streambet-account.json");
    }

    private static async Task<IResult> MakeCodeAsync(
        AccountSecurity security, HttpContext context, CancellationToken cancellationToken)
    {
        var code = await security.MakeCodeAsync(context.Caller(), cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new CodeResponse(code.Text, code.ExpiresAt));
    }

    private static async Task<IResult> TakeAsync(TransferRequest request, SessionCookies cookies, TransferCodes codes, HttpContext context)
    {
        if (context.Request.Headers.Authorization.Count > 0)
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "not_by_key", "An account is taken to a browser, by its cookie. Leave out the Authorization header.");
        }

        await cookies.TransferAsync(context, codes, request.Code, request.LeaveBehind ?? false);
        return TypedResults.Ok(new TransferResponse(context.Caller().Id));
    }

    private static async Task<IResult> CloseAsync(
        AccountClosing closing, SessionCookies cookies, HttpContext context, CancellationToken cancellationToken)
    {
        await closing.CloseAsync(context.Caller(), cancellationToken);
        await cookies.SignOutAsync(context);
        return TypedResults.NoContent();
    }

    internal sealed record CodeResponse(string Code, DateTimeOffset ExpiresAt);

    internal sealed record TransferRequest([property: Required] string? Code, bool? LeaveBehind);

    internal sealed record TransferResponse(string Id);
}
