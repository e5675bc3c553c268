using System.Globalization;
using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Clips;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.People;
using StreamBet.Core.Persistence;
using StreamBet.Core.Receipts;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets.Histories;

/// <summary>All that counts, a line each: read from the database, or as the plain exchange has it.</summary>
internal static class Books
{
    /// <summary>What stands in the database.</summary>
    public static Task<string> ReadAsync(Exchange exchange, decimal takeRate) => exchange.ReadAsync(async db =>
    {
        await db.Database.OpenConnectionAsync();
        var markets = await db.Markets.AsNoTracking().OrderBy(market => market.Id).ToListAsync();
        var stakes = await db.Stakes.AsNoTracking().OrderBy(stake => stake.Id).ToListAsync();
        var jobs = await db.Jobs.AsNoTracking().OrderBy(job => job.Id).ToListAsync();
        var analysed = await db.Analyses.Select(analysis => analysis.JobId).ToListAsync();
        var accounts = await db.Accounts.AsNoTracking().ToListAsync();
        var people = accounts.Where(account => account.Id.StartsWith("person/", StringComparison.Ordinal))
            .ToDictionary(account => account.Id["person/".Length..^"#credits".Length], account => account.Balance);
        people.Remove(Caller.HouseId);
        return Join(
            markets.Select(market => Line(
                Plain(market), market.Pool.Yes, market.Pool.No,
                market.Pool.Odds(Outcome.Yes, takeRate), market.Pool.Odds(Outcome.No, takeRate))),
            stakes.Select(stake => Line(Plain(stake))),
            jobs.Select(job => Line(Plain(job, analysed.Contains(job.Id)))),
            new SortedDictionary<string, long>(people, StringComparer.Ordinal),
            accounts.Find(account => account.Id == "take#credits")?.Balance ?? 0,
            (await ChainAsync(db)).Select(Line));
    });

    /// <summary>Every receipt is valid, and all are one chain.</summary>
    public static async Task EnsureReceiptsAsync(Exchange exchange)
    {
        var chain = (await exchange.ReadAsync(ChainAsync)).ConvertAll(document => new ReadOnlyMemory<byte>(document));
        var key = exchange.Get<ReceiptKey>().Public;
        foreach (var receipt in chain)
        {
            var question = new ReceiptQuestion { Receipt = receipt, Key = key, Chain = chain };
            ReceiptVerifier.Verify(question).Checks.Where(check => check.Passed == false).Should().BeEmpty();
        }
    }

    public static string Join(
        IEnumerable<string> markets, IEnumerable<string> stakes, IEnumerable<string> jobs,
        IReadOnlyDictionary<string, long> balances, long take, IEnumerable<string> receipts) => string.Join(
            '\n',
            [.. markets, .. stakes, .. jobs, .. balances.Select(person => $"{person.Key} holds {person.Value}"),
                $"take {take}", .. receipts]);

    public static string Line(PlainMarket market, long yes, long no, decimal? yesOdds, decimal? noOdds) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{market}: {yes} at {yesOdds}, {no} at {noOdds}");

    public static string Line(PlainStake stake) => stake.ToString();

    // What was found shows in what it decides.
    public static string Line(PlainJob job) =>
        $"job {job.Id} by {job.Uploader} for {string.Join(',', job.Markets)}: {job.State}, clip {job.Clip}, "
        + $"{(job.IsStarted ? "started" : "waiting")}, {(job.Found is null ? "nothing" : "something")} found";

    private static PlainMarket Plain(Market market) =>
        new(market.Id, market.HostId, market.Criterion.Labels.Single(), market.ClosesAt, market.ClipSha256)
        {
            State = market.State,
            Revision = market.Revision,
            IsFrozen = market.IsFrozen,
            LockedAt = market.LockedAt,
            EndedAt = market.EndedAt,
            Job = market.JobId,
            IsClipHere = market.IsClipHere,
            ChallengeWindow = market.ChallengeWindow,
            ObjectionWindow = market.ObjectionWindow,
            Verdict = market.Verdict?.Outcome,
            PaysAt = market.PaysAt,
            Review = market.Review is { } review ? Plain(review, market.ObjectionWindow) : null,
            DecidedBy = market.DecidedBy,
        };

    private static PlainReview Plain(Review review, TimeSpan objectionWindow) =>
        new(review.Step, review.Deadline, review.Cause == ReviewCause.Challenge, review.WhyOnlyOperator is not null)
        {
            ProposedBy = review.Proposal?.By,
            Proposed = review.Proposal?.Outcome,
            ObjectionsUntil = review.Proposal?.At + objectionWindow,
            HasComment = review.Comment is not null,
            Objections = string.Join(", ", review.Objections.Select(objection => $"{objection.By} {objection.Bond}")),
        };

    private static PlainStake Plain(Stake stake) =>
        new(stake.Id, stake.MarketId, stake.PersonId, stake.Side, stake.Amount)
        {
            Returned = stake.Returned,
            IsWithdrawn = stake.IsWithdrawn,
        };

    private static Task<List<byte[]>> ChainAsync(StreamBetDb db) =>
        db.Receipts.OrderBy(receipt => receipt.Sequence).Select(receipt => receipt.Document).ToListAsync();

    private static PlainJob Plain(AnalysisJob job, bool isAnalysed) => new(job.Id, job.MarketIds, job.OwnerId)
    {
        State = job.State,
        Clip = job.Sha256,
        IsStarted = job.StartedAt is not null,
        SharesFrames = job.SharesFrames,
        Found = isAnalysed ? default(Finding) : null,
    };

    private static string Line(byte[] document)
    {
        var said = Receipt.Parse(document).Content;
        return $"receipt {said.Sequence}: market {said.Bet.Id} {said.Outcome} by {Enum.Parse<DecidedBy>(said.Ending!.DecidedBy, true)}, "
            + $"{said.Stakes.Count} stakes, {said.Pool.Yes}/{said.Pool.No} less {said.Pool.Take} and {said.Pool.Bonds}, "
            + $"{said.Payouts.Total} paid, clip {said.Clip?.Sha256}";
    }
}
