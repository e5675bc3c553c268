namespace StreamBet.Core.Rule.Texts;

/// <summary>The words of documents, receipts and the API for what a number must do.</summary>
public static class NumberChangeWords
{
    private static readonly (string Word, NumberChange Change)[] Known =
        [("at_least", NumberChange.AtLeast), ("under", NumberChange.Under), ("rises_by", NumberChange.Rises)];

    /// <summary>Its word.</summary>
    public static string ToWord(this NumberChange change) => Array.Find(Known, known => known.Change == change).Word;

    /// <summary>What a word means; null if it means nothing.</summary>
    public static NumberChange? Find(string word) =>
        Array.FindIndex(Known, known => known.Word == word) is >= 0 and var place ? Known[place].Change : null;
}
