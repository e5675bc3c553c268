using System.ComponentModel.DataAnnotations;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Web.Host;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Api;

/// <summary>/api/me: the caller's own name, balance and stakes.</summary>
internal static class MeApi
{
    private const int PageSize = 50;
    private const int MaxPageSize = 200;

    public static void MapMe(this RouteGroupBuilder api)
    {
        api.MapGet("/me", ReadAsync).WithName("Me").WithSummary("The caller's name, balances and latest stakes.").Produces<MeResponse>();
        api.MapGet("/me/stakes", StakesAsync).WithName("OwnStakes").WithSummary("The caller's stakes, newest first.").Produces<StakesResponse>();
        api.MapGet("/me/moderators", ModeratorsAsync).WithName("Moderators").WithSummary("The moderators of the caller's markets.")
            .Produces<ModeratorsResponse>();
        api.MapPost("/me/moderators", NameAsync).WithName("NameModerator").WithSummary("Names a moderator, by name.")
            .Produces<ModeratorsResponse>().Refuses(RefusalKind.NotFound, "person_not_found").Refuses(RefusalKind.Unprocessable, "moderator")
            .Refuses(RefusalKind.Conflict, "market_closing", "moderator_has_stake", "moderator_named", "too_many_moderators");
        api.MapDelete("/me/moderators/{id}", RemoveAsync).WithName("RemoveModerator").WithSummary("Removes a moderator.")
            .Produces<ModeratorsResponse>().Refuses(RefusalKind.NotFound, "person_not_found");
        api.MapPatch("/me", RenameAsync).WithName("Rename").WithSummary("Changes the name that others see.")
            .Produces<MeResponse>().Refuses(RefusalKind.Unprocessable, "name").Refuses(RefusalKind.Conflict, "name_taken");
    }

    private static async Task<IResult> ReadAsync(
        HoldingsReader holdings, IUnitOfWorkFactory work, HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        await using var unit = await work.ReadAsync(cancellationToken);
        var stakes = await unit.Markets.StakesOfAsync(caller.Id, null, MaxPageSize, cancellationToken);
        var markets = await unit.Markets.FindManyAsync([.. stakes.Select(stake => stake.MarketId).Distinct()], cancellationToken);
        var held = await holdings.ReadAsync(caller, cancellationToken);
        return TypedResults.Ok(new MeResponse(
            caller.Id,
            held.Name,
            caller.Role,
            new Balances(held.Credits, held.Practice),
            [.. stakes.Select(stake => new OwnStake(
                stake.Id, stake.MarketId, stake.Side.ToWord(), stake.Amount, stake.PlacedAt, stake.Returned))],
            [.. markets.OrderByDescending(market => market.Id).Select(market => OwnBond.Find(market, caller.Id)).OfType<OwnBond>()]));
    }

    private static async Task<IResult> RenameAsync(
        RenameRequest request, Naming naming, HoldingsReader holdings, IUnitOfWorkFactory work, HttpContext context,
        CancellationToken cancellationToken)
    {
        await naming.RenameAsync(context.Caller(), request.Name, cancellationToken);
        return await ReadAsync(holdings, work, context, cancellationToken);
    }

    private static async Task<IResult> StakesAsync(
        long? below, int? count, IUnitOfWorkFactory work, HttpContext context, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(count ?? PageSize, 1, MaxPageSize);
        await using var unit = await work.ReadAsync(cancellationToken);
        var stakes = await unit.Markets.StakesOfAsync(context.Caller().Id, below, size + 1, cancellationToken);
        var page = stakes.Take(size).ToList();
        var markets = (await unit.Markets.FindManyAsync(
            [.. page.Select(stake => stake.MarketId).Distinct()], cancellationToken)).ToDictionary(market => market.Id);
        return TypedResults.Ok(new StakesResponse(
            [.. page.Select(stake => StakeInMarket.From(stake, markets[stake.MarketId]))],
            stakes.Count > size ? $"/api/me/stakes?below={page[^1].Id}&count={size}" : null));
    }

    private static async Task<IResult> ModeratorsAsync(
        Moderation moderation, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ModeratorsResponse(await moderation.ListAsync(context.Caller(), cancellationToken)));

    private static async Task<IResult> NameAsync(
        RenameRequest request, Moderation moderation, HttpContext context, CancellationToken cancellationToken)
    {
        await moderation.NameAsync(request.Name, context.Caller(), cancellationToken);
        return await ModeratorsAsync(moderation, context, cancellationToken);
    }

    private static async Task<IResult> RemoveAsync(
        string id, Moderation moderation, HttpContext context, CancellationToken cancellationToken)
    {
        await moderation.RemoveAsync(id, context.Caller(), cancellationToken);
        return await ModeratorsAsync(moderation, context, cancellationToken);
    }

    internal sealed record ModeratorsResponse(IReadOnlyList<NamedModerator> Moderators);

    internal sealed record RenameRequest([property: Required] string? Name);

    internal sealed record MeResponse(
        string Id, string Name, Role Role, Balances Balance, IReadOnlyList<OwnStake> Stakes, IReadOnlyList<OwnBond> Bonds);

    internal sealed record Balances(long Credits, long Practice);

    internal sealed record OwnStake(
        long StakeId, long BetId, string Side, long Amount, DateTimeOffset PlacedAt, long? Returned);

    internal sealed record OwnBond(long BetId, long Amount, BondState State)
    {
        public static OwnBond? Find(Market market, string personId) =>
            market.BondOf(personId) is { } bond ? new OwnBond(market.Id, bond.Amount, bond.State) : null;
    }

    internal sealed record StakesResponse(IReadOnlyList<StakeInMarket> Stakes, string? Next);

    internal sealed record StakeInMarket(
        long StakeId, long BetId, string Event, string Side, long Amount, DateTimeOffset PlacedAt, long? Returned,
        bool Withdrawn, string State, string? Outcome)
    {
        public static StakeInMarket From(Stake stake, Market market) => new(
            stake.Id, market.Id, market.Event, stake.Side.ToWord(), stake.Amount, stake.PlacedAt,
            stake.Returned, stake.IsWithdrawn, market.State.ToString().ToLowerInvariant(),
            market.Outcome?.ToWord());
    }
}
