namespace StreamBet.Core.Receipts;

/// <summary>Checks that a chain of receipts is complete, contains the receipt in question, and passes through a known
/// head.</summary>
internal static class ChainCheck
{
    /// <summary>The checks "chain" and "head".</summary>
    public static IEnumerable<ReceiptCheck> Run(IChainLink receipt, ReceiptQuestion question)
    {
        if (question.Chain is null)
        {
            yield return ReceiptVerifier.NotAsked(
                "chain", $"all {KindOf(receipt)} of the server, among which this one can be neither left out nor replaced unseen");
            yield return HeadAlone(receipt, question.Head);
            yield break;
        }

        var walk = question.Walked ?? new ChainWalk(question.Key, receipt is StandaloneReceipt ? ChainKind.Standalone : ChainKind.Markets);
        var wrong = Wrong(walk, receipt, question.Chain);
        yield return new ReceiptCheck(
            "chain", wrong is null,
            wrong ?? $"All {walk.Count} {KindOf(receipt)} are signed by the trusted key, each names the one before it, and this "
                + $"one is number {receipt.Sequence}. The chain's head is {walk.Last}: keep it, or compare it "
                + "with one you kept.");
        yield return Head(receipt, question.Head, walk, isWhole: wrong is null);
    }

    private static string KindOf(IChainLink receipt) =>
        receipt is StandaloneReceipt ? "receipts of verdicts without a market" : "receipts";

    private static ReceiptCheck HeadAlone(IChainLink receipt, string? head) => head switch
    {
        null => ReceiptVerifier.NotAsked("head", "a hash that somebody kept of the chain's head"),
        _ when head == receipt.Hash => new ReceiptCheck("head", true, "The head that was kept is this very receipt."),
        _ => new ReceiptCheck(
            "head", false,
            "The head that was kept is not this receipt. Whether the chain goes through it takes the chain."),
    };

    private static ReceiptCheck Head(IChainLink receipt, string? head, ChainWalk walk, bool isWhole)
    {
        if (head is null)
            return HeadAlone(receipt, head);
        if (!isWhole)
            return new ReceiptCheck("head", false, "The chain is not whole, so nothing can be said of the head that was kept.");
        if (walk.Find(head) is not { } at)
        {
            return new ReceiptCheck(
                "head", false,
                $"No receipt of this chain has the hash {head} that was kept: the chain is another one than it was "
                + "then. Its operator signed something anew, or the hash is not one of this server.");
        }

        return new ReceiptCheck(
            "head", true,
            at >= receipt.Sequence
                ? $"The head that was kept is number {at}: nothing up to it, this receipt included, was changed since."
                : $"The head that was kept is number {at}: nothing up to it was changed. This receipt came later.");
    }

    private static string? Wrong(ChainWalk walk, IChainLink receipt, IEnumerable<ReadOnlyMemory<byte>> chain)
    {
        foreach (var bytes in chain)
        {
            if (walk.Advance(bytes) is { } wrong)
                return wrong;
        }

        if (walk.Contains(receipt))
            return null;
        return walk.Count < receipt.Sequence
            ? $"The chain ends with number {walk.Count}, and this receipt says it is number {receipt.Sequence}."
            : $"Number {receipt.Sequence} of the chain is not this receipt: one of the two was made to "
                + "replace the other.";
    }
}
