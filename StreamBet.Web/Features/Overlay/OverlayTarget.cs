using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;

namespace StreamBet.Web.Features.Overlay;

/// <summary>What an overlay follows: one market, or whichever is the newest of a host or of the whole server.</summary>
/// <param name="MarketId">The market; null to follow the newest.</param>
/// <param name="HostId">Whose newest; null for anyone's.</param>
internal readonly record struct OverlayTarget(long? MarketId, string? HostId)
{
    /// <summary>The newest market of a host.</summary>
    /// <param name="work">Reads the people.</param>
    /// <param name="host">The host's name or id; null or empty for anyone.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="RefusedException">There is no such host (404).</exception>
    public static async Task<OverlayTarget> LatestOfAsync(IUnitOfWorkFactory work, string? host, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(host))
            return new OverlayTarget(null, null);
        await using var unit = await work.ReadAsync(cancellationToken);
        var person = await unit.People.FindAsync(host.Trim(), cancellationToken)
            ?? await unit.People.FindByNameAsync(host.Trim(), cancellationToken)
            ?? throw new RefusedException(RefusalKind.NotFound, "person_not_found", "There is no host of this name. Check host in the overlay's address.");
        return new OverlayTarget(null, person.Id);
    }

    /// <summary>A market.</summary>
    /// <exception cref="RefusedException">There is no such market (404).</exception>
    public static async Task<OverlayTarget> OfAsync(IUnitOfWorkFactory work, long marketId, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        await MarketService.FindAsync(unit, marketId, cancellationToken);
        return new OverlayTarget(marketId, null);
    }

    /// <summary>The market that it stands for at this time; null if there is none.</summary>
    public Task<Market?> FindAsync(IUnitOfWork unit, CancellationToken cancellationToken) => MarketId is { } id
        ? unit.Markets.FindAsync(id, cancellationToken)
        : unit.Markets.LatestOfAsync(HostId, cancellationToken);
}
