using StreamBet.Core;
using StreamBet.Core.People;
using StreamBet.Web.Api.Contract;
using StreamBet.Web.Identity;
using StreamBet.Web.State;

namespace StreamBet.Web.Api;

/// <summary>/api/me: the caller's own name, balance and stakes.</summary>
internal static class MeApi
{
    public static void MapMe(this RouteGroupBuilder api)
    {
        api.MapGet("/me", ReadAsync).WithName("Me").WithSummary("The caller's name, balances and latest stakes.");
        api.MapPatch("/me", RenameAsync).WithName("Rename").WithSummary("Changes the name that others see.");
    }

    private static async Task<IResult> ReadAsync(
        PurseReader purses, HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var purse = await purses.ReadAsync(caller, cancellationToken);
        return TypedResults.Ok(new MeResponse(
            caller.Id,
            purse.Name,
            caller.Role,
            new Balances(purse.Credits, purse.Practice),
            [.. purse.Stakes.Select(stake => new OwnStake(
                stake.Id, stake.MarketId, BetVerdict.NameOf(stake.Side)!, stake.Amount, stake.PlacedAt, stake.Returned))]));
    }

    private static async Task<IResult> RenameAsync(
        RenameRequest request, IUnitOfWorkFactory work, PurseReader purses, TimeProvider time, HttpContext context,
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

        return await ReadAsync(purses, context, cancellationToken);
    }

    private sealed record RenameRequest(string? Name);

    private sealed record MeResponse(
        string Id, string Name, Role Role, Balances Balance, IReadOnlyList<OwnStake> Stakes);

    private sealed record Balances(long Credits, long Practice);

    private sealed record OwnStake(
        long StakeId, long BetId, string Side, long Amount, DateTimeOffset PlacedAt, long? Returned);
}
