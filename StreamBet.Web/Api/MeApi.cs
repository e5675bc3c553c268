using StreamBet.Core;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Web.Api.Contract;
using StreamBet.Web.Identity;

namespace StreamBet.Web.Api;

/// <summary>/api/me: the caller's own name, balance and stakes.</summary>
internal static class MeApi
{
    private const int MostStakes = 100;

    public static void MapMe(this RouteGroupBuilder api)
    {
        api.MapGet("/me", ReadAsync).WithName("Me").WithSummary("The caller's name, balances and latest stakes.");
        api.MapPatch("/me", RenameAsync).WithName("Rename").WithSummary("Changes the name that others see.");
    }

    private static async Task<IResult> ReadAsync(
        IUnitOfWorkFactory work, Wallet wallet, HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        await using var unit = await work.ReadAsync(cancellationToken);
        var person = await unit.People.FindAsync(caller.Id, cancellationToken);
        var stakes = await unit.Markets.StakesOfAsync(caller.Id, MostStakes, cancellationToken);
        return TypedResults.Ok(new MeResponse(
            caller.Id,
            person?.Name ?? caller.Name,
            caller.Role,
            new Balances(
                await wallet.BalanceAsync(unit, caller, Unit.Credits, cancellationToken),
                await wallet.BalanceAsync(unit, caller, Unit.Practice, cancellationToken)),
            [.. stakes.Select(stake => new OwnStake(
                stake.Id, stake.MarketId, BetVerdict.NameOf(stake.Side)!, stake.Amount, stake.PlacedAt, stake.Returned))]));
    }

    private static async Task<IResult> RenameAsync(
        RenameRequest request, IUnitOfWorkFactory work, Wallet wallet, TimeProvider time, HttpContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var name = Person.CheckName(request.Name);
        await using (var unit = await work.BeginAsync(cancellationToken))
        {
            if (await unit.People.FindAsync(caller.Id, cancellationToken) is { } person)
                person.Name = name;
            else
                unit.People.Add(new Person { Id = caller.Id, Name = name, CreatedAt = time.GetUtcNow() });
            await unit.CommitAsync(cancellationToken);
        }

        return await ReadAsync(work, wallet, context, cancellationToken);
    }

    private sealed record RenameRequest(string? Name);

    private sealed record MeResponse(
        string Id, string Name, Role Role, Balances Balance, IReadOnlyList<OwnStake> Stakes);

    private sealed record Balances(long Credits, long Practice);

    private sealed record OwnStake(
        long StakeId, long BetId, string Side, long Amount, DateTimeOffset PlacedAt, long? Returned);
}
