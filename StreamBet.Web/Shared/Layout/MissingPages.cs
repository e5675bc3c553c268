using System.Globalization;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Web.Host;

namespace StreamBet.Web.Shared.Layout;

/// <summary>Finds out whether the address of a page names something that isn't there. The page says so itself once it is alive; the
/// first response says it by its status, to those who don't run scripts.</summary>
internal sealed class MissingPages(IUnitOfWorkFactory work)
{
    /// <summary>Whether what the requested page would show does not exist for this visitor.</summary>
    public async Task<bool> IsMissingAsync(HttpContext context)
    {
        var path = context.Request.Path;
        var cancellationToken = context.RequestAborted;
        if (path == "/people")
        {
            // No name has a control character, and PostgreSQL takes not all of them.
            var name = context.Request.Query["name"].ToString();
            if (name.Any(char.IsControl))
                return true;
            await using var unit = await work.ReadAsync(cancellationToken);
            return await unit.People.FindByNameAsync(name, cancellationToken) is not { ClosedAt: null };
        }

        if (RestOf(path, "/markets") is { } market && long.TryParse(market, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            await using var unit = await work.ReadAsync(cancellationToken);
            return await unit.Markets.FindAsync(id, cancellationToken) is null;
        }

        if (RestOf(path, "/jobs") is not { } job || !Guid.TryParse(job, out var jobId) || context.FindCaller() is not { } caller)
            return false;
        try
        {
            await using var unit = await work.ReadAsync(cancellationToken);
            await ReadableJobs.FindAsync(unit, jobId, caller, cancellationToken);
            return false;
        }
        catch (RefusedException refused) when (refused.Refusal.Kind == RefusalKind.NotFound)
        {
            return true;
        }
    }

    private static string? RestOf(PathString path, string folder) =>
        path.StartsWithSegments(folder, out var rest) ? rest.Value?.TrimStart('/') : null;
}
