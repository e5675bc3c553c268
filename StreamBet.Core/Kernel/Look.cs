using System.Text;

namespace StreamBet.Core.Kernel;

/// <summary>How a text looks to a reader. Two texts that share either look can be taken for each other.</summary>
/// <remarks>Both are skeletons by UTS 39 after NFKC, without regard to case. Folding the case first or last finds different twins:
/// only as written do "PauI" and "Paul" look alike, and only folded are "PAUI" and "paui" the same.</remarks>
/// <param name="Written">The look as it is written.</param>
/// <param name="Folded">The look with its case folded first.</param>
public readonly record struct Look(string Written, string Folded)
{
    // A folded prototype may have a prototype itself, twice at most in Unicode 15.0.
    private const int Passes = 3;

    /// <summary>The looks of a text.</summary>
    public static Look Of(string text)
    {
        var data = CharacterData.Current;

        // The skeleton starts with NFD, and NFD after NFKC is NFKD.
        var plain = data.Decompose(text);
        return new Look(Settle(data, plain), Settle(data, data.Fold(plain)));
    }

    /// <summary>Whether one can be taken for the other.</summary>
    public bool IsLike(Look other) => Written == other.Written || Folded == other.Folded;

    private static string Settle(CharacterData data, List<int> text)
    {
        for (var pass = 0; pass < Passes; pass++)
            text = data.Fold(data.Skeleton(text));
        var settled = new StringBuilder(text.Count);
        foreach (var code in text)
            settled.Append(char.ConvertFromUtf32(code));
        return settled.ToString();
    }
}
