namespace StreamBet.Core.Vision.Text;

/// <summary>What a reader reads in a line.</summary>
/// <param name="Text">Without spaces at its ends; empty if it reads nothing.</param>
/// <param name="Score">The reader's own certainty, 0-1: no probability.</param>
internal readonly record struct Reading(string Text, double Score)
{
    /// <summary>Nothing was read.</summary>
    public static Reading Nothing { get; } = new("", 0);
}
