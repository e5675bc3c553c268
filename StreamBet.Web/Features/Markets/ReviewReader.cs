using StreamBet.Core.Access;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.People;

namespace StreamBet.Web.Features.Markets;

/// <summary>A review with the names of the people in it.</summary>
/// <param name="Review">The review.</param>
/// <param name="Names">Their names, by id.</param>
public sealed record NamedReview(Review Review, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>A person's name as others see it.</summary>
    public string NameOf(string personId) => MarketReader.NameOf(personId, Names);
}

/// <summary>A market that waits for people, and what this person may do about it.</summary>
/// <param name="Market">The market.</param>
/// <param name="Review">Its review.</param>
/// <param name="MayPropose">Whether they may propose now.</param>
/// <param name="MayObject">Whether they may object now.</param>
/// <param name="MayRule">Whether they may decide now.</param>
public sealed record ReviewItem(Market Market, NamedReview Review, bool MayPropose, bool MayObject, bool MayRule);

/// <summary>Reads reviews for the pages and the API.</summary>
internal sealed class ReviewReader(IUnitOfWorkFactory work, TimeProvider time)
{
    private const int MaxItems = 200;

    /// <summary>The reviews that this person can do something about, those that wait for them first, then the
    /// most urgent; an operator sees them all.</summary>
    public async Task<IReadOnlyList<ReviewItem>> ReadQueueAsync(Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var unit = await work.ReadAsync(cancellationToken);
        var markets = await unit.Markets.InReviewAsync(caller.IsOperator ? null : caller.Id, MaxItems, cancellationToken);
        var names = await NamesAsync(unit, markets, cancellationToken);
        var items = new List<ReviewItem>();
        foreach (var market in markets)
        {
            var item = await ReadAsync(unit, market, names, caller, now, cancellationToken);
            if (caller.IsOperator || item.MayObject || ReviewAccess.MayPropose(caller, market.Facts))
                items.Add(item);
        }

        return [.. items.OrderByDescending(item => item.MayPropose || item.MayRule)];
    }

    /// <summary>A market's review with what this person may do in it.</summary>
    public static async Task<ReviewItem> ReadAsync(
        IUnitOfWork unit, Market market, Caller caller, DateTimeOffset now, CancellationToken cancellationToken) =>
        await ReadAsync(unit, market, await NamesAsync(unit, [market], cancellationToken), caller, now, cancellationToken);

    /// <summary>A market's review with its names; null if it never had one.</summary>
    public static async Task<NamedReview?> FindAsync(IUnitOfWork unit, Market market, CancellationToken cancellationToken) =>
        market.Review is { } review ? new NamedReview(review, await NamesAsync(unit, [market], cancellationToken)) : null;

    /// <summary>The names of a market's moderators.</summary>
    public static async Task<IReadOnlyList<string>> ModeratorsAsync(
        IUnitOfWork unit, Market market, CancellationToken cancellationToken)
    {
        var names = await unit.People.NamesAsync(market.ModeratorIds, cancellationToken);
        return [.. market.ModeratorIds.Select(id => MarketReader.NameOf(id, names))];
    }

    private static async Task<ReviewItem> ReadAsync(
        IUnitOfWork unit, Market market, IReadOnlyDictionary<string, string> names, Caller caller, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var (review, isOpen) = (market.Review!, market.State == MarketState.Review);

        // Only of an operator is it asked what they have to do with the market.
        var mayRule = isOpen && review.Step == ReviewStep.Ruling && caller.IsOperator
            && ReviewAccess.MayRule(caller, await FactsAsync(unit, market, caller, cancellationToken));
        return new ReviewItem(
            market, new NamedReview(review, names),
            isOpen && review.Step == ReviewStep.Proposal && ReviewAccess.MayPropose(caller, market.Facts),
            await ReviewService.MayObjectAsync(unit, market, caller, now, cancellationToken), mayRule);
    }

    private static async Task<ReviewFacts> FactsAsync(
        IUnitOfWork unit, Market market, Caller caller, CancellationToken cancellationToken)
    {
        var job = market.JobId is { } jobId ? await unit.Jobs.FindAsync(jobId, cancellationToken) : null;
        return await ReviewService.FactsAsync(unit, market, job, caller, cancellationToken);
    }

    // Of everyone who said something in these markets' reviews.
    private static Task<IReadOnlyDictionary<string, string>> NamesAsync(
        IUnitOfWork unit, IReadOnlyList<Market> markets, CancellationToken cancellationToken) => unit.People.NamesAsync(
            [
                .. markets.Select(market => market.Review).OfType<Review>().SelectMany(review => review.Objections
                    .Select(objection => objection.By)
                    .Concat(new[] { review.Proposal?.By, review.Comment?.By, review.Ruling?.By }.OfType<string>())).Distinct(),
            ],
            cancellationToken);
}
