namespace StreamBet.Core.Findings;

/// <summary>Why nothing can be told from a picture.</summary>
public enum Unclarity
{
    /// <summary>It has hardly any light.</summary>
    Dark,

    /// <summary>It is hardly anything but light.</summary>
    Bright,

    /// <summary>It is hardly more than one colour.</summary>
    Flat,

    /// <summary>It is the one before, as in a frozen video.</summary>
    Still,

    /// <summary>It lies on its side or upside down, where things are missed.</summary>
    Turned,
}

/// <summary>What people are told of it.</summary>
internal static class UnclaritySentences
{
    /// <summary>Why there is no NO, as a sentence.</summary>
    /// <param name="why">What is wrong.</param>
    /// <param name="what">With what: "The clip" or "The window".</param>
    public static string WhyNotNo(this Unclarity why, string what) => why switch
    {
        Unclarity.Dark => $"{what} is too dark for a NO.",
        Unclarity.Bright => $"{what} is too bright for a NO.",
        Unclarity.Flat => $"{what} shows hardly more than one flat colour.",
        Unclarity.Turned => "The clip seems to lie on its side or upside down, where the analyzer misses things.",
        _ => $"{what} stands still: nearly all of it is one picture.",
    };
}

/// <summary>A part of a clip from which no absence can be told.</summary>
/// <param name="Why">What is wrong with it.</param>
/// <param name="From">Its start, from the start of the clip.</param>
/// <param name="To">Its end.</param>
public sealed record UnclearStretch(Unclarity Why, TimeSpan From, TimeSpan To);
