namespace StreamBet.Core.Receipts.Records;

/// <summary>A host's record: how their credit markets ended.</summary>
/// <param name="Id">SHA-256 of the host's id on the server, as in receipts.</param>
/// <param name="Name">The host's name when the last of them ended.</param>
/// <param name="Markets">The markets that they hosted.</param>
/// <param name="ByClip">Those that their clip decided.</param>
/// <param name="Void">Those that ended void.</param>
/// <param name="Proposals">What they or their moderators proposed.</param>
public sealed record HostRecord(string Id, string Name, long Markets, long ByClip, long Void, ProposalCounts Proposals)
{
    internal static HostRecord Of(ReceiptHost host) => new(host.Id, host.Name, 0, 0, 0, ProposalCounts.None);

    internal HostRecord With(ReceiptHost host, Ended ended) => new(
        Id, host.Name, Markets + 1, ByClip + (ended.DecidedBy == "clip" ? 1 : 0), Void + (ended.Outcome is null ? 1 : 0),
        Proposals.With(ended));
}
