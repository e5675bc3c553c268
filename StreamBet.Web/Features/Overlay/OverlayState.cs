namespace StreamBet.Web.Features.Overlay;

/// <summary>What an overlay shows of a market: the same for everyone who looks at it.</summary>
/// <param name="Market">The market's number; 0 while there is none.</param>
/// <param name="Phase">What the page lays out: none, open, locked, deciding, decided, review, resolved or void.</param>
/// <param name="Question">Its question.</param>
/// <param name="Headline">What is going on, in two or three words.</param>
public sealed record OverlayState(long Market, string Phase, string Question, string Headline)
{
    /// <summary>What an overlay shows while its host has no market: nothing.</summary>
    public static readonly OverlayState None = new(0, "none", "", "");

    /// <summary>What decides it, where its question asks for something else: people bet on what decides. Null otherwise.</summary>
    public string? Rule { get; init; }

    /// <summary>A sentence on it; null for none.</summary>
    public string? Detail { get; init; }

    /// <summary>The odds of YES in words.</summary>
    public string Yes { get; init; } = "";

    /// <summary>The odds of NO in words.</summary>
    public string No { get; init; } = "";

    /// <summary>The pool in words.</summary>
    public string Pool { get; init; } = "";

    /// <summary>The share of YES in the pool, 0-1; null while the pool is empty or hidden.</summary>
    public double? YesShare { get; init; }

    /// <summary>When it locks at the latest; null unless it is open.</summary>
    public DateTimeOffset? LocksAt { get; init; }

    /// <summary>When its payout is due; null unless its verdict waits for challenges.</summary>
    public DateTimeOffset? PaysAt { get; init; }

    /// <summary>How much of this step of its clip is done, 0-1; null when unknown.</summary>
    public double? Done { get; init; }

    /// <summary>YES, NO or void, in words; null before.</summary>
    public string? Outcome { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The frame of its verdict; null if not everyone may see it, or there is none.</summary>
    public OverlayFrame? Frame { get; init; }
}

/// <summary>A frame of a verdict.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Caption">What is seen, and when.</param>
/// <param name="Boxes">Where it is seen: left, top, width and height of each box, 0-1.</param>
public sealed record OverlayFrame(string Address, string Caption, IReadOnlyList<double[]> Boxes);
