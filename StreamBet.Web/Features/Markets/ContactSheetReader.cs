using System.Globalization;
using StreamBet.Core.Access;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ContactSheets;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Web.Shared;

namespace StreamBet.Web.Features.Markets;

/// <summary>A market's contact sheet, as one person may see it.</summary>
/// <param name="Frames">Its frames, in order of time; empty if this person may not see them, or there are none.</param>
/// <param name="AlsoSeen">What was seen in the clip besides what the market asks for, most confident first; empty for the
/// same reasons.</param>
/// <param name="DoubtFrameAddress">The address of the frame of the verdict's strongest doubt; null for the same
/// reasons.</param>
public sealed record ShownSheet(
    IReadOnlyList<ShownSheetFrame> Frames, IReadOnlyList<SeenLabel> AlsoSeen, string? DoubtFrameAddress)
{
    /// <summary>What people see who may see nothing, or before there is a clip.</summary>
    public static readonly ShownSheet Empty = new([], [], null);

    /// <summary>Whether this person may see the frames of the clip, if there are any.</summary>
    public bool IsAllowed { get; init; }
}

/// <summary>A frame of a contact sheet.</summary>
/// <param name="At">Its time from the start of the clip.</param>
/// <param name="Sha256">SHA-256 of its JPEG, 64 lower-case hex digits.</param>
/// <param name="Address">Its address.</param>
public sealed record ShownSheetFrame(TimeSpan At, string Sha256, string Address);

/// <summary>Reads contact sheets for people who may see the frames of their markets.</summary>
public sealed class ContactSheetReader(IUnitOfWorkFactory work, ContactSheetKeeper sheets, IFrameStore frames)
{
    /// <summary>The contact sheet of the clip that a market was judged by.</summary>
    /// <param name="unit">The unit of work.</param>
    /// <param name="market">The market.</param>
    /// <param name="caller">Who asks; null for an anonymous caller.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<ShownSheet> ReadAsync(
        IUnitOfWork unit, Market market, Caller? caller, CancellationToken cancellationToken)
    {
        if (await FindJobAsync(unit, market, caller, cancellationToken) is not { } jobId)
            return ShownSheet.Empty;
        var sheet = await sheets.FindAsync(jobId, cancellationToken);
        var hasDoubt = market.Verdict?.Doubt?.At is { } at && await frames.FindAsync(jobId, at, cancellationToken) is not null;
        return new ShownSheet(
            [.. (sheet?.Frames ?? []).Select(frame => new ShownSheetFrame(frame.At, frame.Sha256, AddressOf(market.Id, frame.At)))],
            SeenLabel.Besides(market.Criterion, sheet?.Seen ?? []),
            hasDoubt ? $"/api/bets/{market.Id}/evidence/doubt.jpg" : null)
        {
            IsAllowed = true,
        };
    }

    /// <summary>A frame of the sheet as a JPEG, with its digest; null if this person may see none.</summary>
    /// <param name="marketId">The market.</param>
    /// <param name="at">The frame's time as in its address; others have no frame.</param>
    /// <param name="caller">Who asks; null for an anonymous caller.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<(byte[] Jpeg, string Sha256)?> FindFrameAsync(
        long marketId, string at, Caller? caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(marketId, caller, cancellationToken) is not var (_, jobId))
            return null;
        var frame = (await sheets.FindAsync(jobId, cancellationToken))?.Frames.FirstOrDefault(frame => NameOf(frame.At) == at);
        return frame is not null && await sheets.FindFrameAsync(jobId, frame.At, cancellationToken) is { } jpeg
            ? (jpeg, frame.Sha256)
            : null;
    }

    /// <summary>The frame of the strongest doubt about a market's verdict as a JPEG; null if this person may see
    /// none.</summary>
    /// <param name="marketId">The market.</param>
    /// <param name="caller">Who asks; null for an anonymous caller.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<byte[]?> FindDoubtFrameAsync(long marketId, Caller? caller, CancellationToken cancellationToken) =>
        await FindAsync(marketId, caller, cancellationToken) is var (doubt, jobId) && doubt?.At is { } at
            ? await frames.FindAsync(jobId, at, cancellationToken)
            : null;

    private async Task<(Doubt? Doubt, Guid JobId)?> FindAsync(long marketId, Caller? caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        return await unit.Markets.FindAsync(marketId, cancellationToken) is { } market
            && await FindJobAsync(unit, market, caller, cancellationToken) is { } jobId
                ? (market.Verdict!.Doubt, jobId)
                : null;
    }

    // The job of the clip that judged the market, if this person may see its frames.
    private static async Task<Guid?> FindJobAsync(
        IUnitOfWork unit, Market market, Caller? caller, CancellationToken cancellationToken) =>
        market is { Verdict: not null, JobId: { } jobId }
        && await unit.Jobs.FindAsync(jobId, cancellationToken) is { } job
        && ClipAccess.MaySeeFrames(caller, job.Facts, market.HostId)
            ? jobId
            : null;

    private static string AddressOf(long marketId, TimeSpan at) => $"/api/bets/{marketId}/sheet/{NameOf(at)}.jpg";

    private static string NameOf(TimeSpan at) => Figures.Seconds(at).ToString(CultureInfo.InvariantCulture);
}
