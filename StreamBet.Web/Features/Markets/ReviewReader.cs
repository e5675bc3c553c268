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

    /// <summary>The reviews that this person can do something about, the most urgent first; an operator sees them all.</summary>
    public async Task<IReadOnlyList<ReviewItem>> ReadQueueAsync(Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var unit = await work.ReadAsync(cancellationToken);
        var items = new List<ReviewItem>();
        foreach (var market in await unit.Markets.InReviewAsync(MaxItems, cancellationToken))
        {
            if (caller.IsOperator || ReviewAccess.MayPropose(caller, market.Facts)
                || await ReviewService.MayObjectAsync(unit, market, caller, now, cancellationToken))
            {
                items.Add(await ReadAsync(unit, market, caller, now, cancellationToken));
            }
        }

        return items;
    }

    /// <summary>A market's review with what this person may do in it.</summary>
    public static async Task<ReviewItem> ReadAsync(
        IUnitOfWork unit, Market market, Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (review, isOpen) = (market.Review!, market.State == MarketState.Review);
        var job = market.JobId is { } jobId ? await unit.Jobs.FindAsync(jobId, cancellationToken) : null;
        var facts = await ReviewService.FactsAsync(unit, market, job, caller, cancellationToken);
        return new ReviewItem(
            market,
            (await FindAsync(unit, market, cancellationToken))!,
            isOpen && review.Step == ReviewStep.Proposal && ReviewAccess.MayPropose(caller, market.Facts),
            await ReviewService.MayObjectAsync(unit, market, caller, now, cancellationToken),
            isOpen && review.Step == ReviewStep.Ruling && ReviewAccess.MayRule(caller, facts));
    }

    /// <summary>A market's review with its names; null if it never had one.</summary>
    public static async Task<NamedReview?> FindAsync(IUnitOfWork unit, Market market, CancellationToken cancellationToken)
    {
        if (market.Review is not { } review)
            return null;
        var people = review.Objections.Select(objection => objection.By)
            .Concat(new[] { review.Proposal?.By, review.Comment?.By, review.Ruling?.By }.OfType<string>());
        return new NamedReview(review, await unit.People.NamesAsync([.. people.Distinct()], cancellationToken));
    }

    /// <summary>The names of a market's moderators.</summary>
    public static async Task<IReadOnlyList<string>> ModeratorsAsync(
        IUnitOfWork unit, Market market, CancellationToken cancellationToken)
    {
        var names = await unit.People.NamesAsync(market.ModeratorIds, cancellationToken);
        return [.. market.ModeratorIds.Select(id => MarketReader.NameOf(id, names))];
    }
}
