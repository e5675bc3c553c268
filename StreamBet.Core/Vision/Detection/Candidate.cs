using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Detection;

/// <summary>A thing that may be at a place of one sample, with what each model says of it. Scores are 0-1, and 0 where
/// a model did not find it.</summary>
/// <param name="Class">The thing's number among <see cref="CocoClasses"/>.</param>
/// <param name="Box">Where it is: the box of the model with the best score.</param>
internal sealed record Candidate(int Class, Box Box)
{
    /// <summary>CenterNet's score.</summary>
    public double CenterNet { get; init; }

    /// <summary>NanoDet's score.</summary>
    public double NanoDet { get; init; }

    /// <summary>The third detector's score; 0 too where it does not know the class.</summary>
    public double Ssd { get; init; }

    /// <summary>For a car, bus, truck or train: the third detector's score for "Vehicle" at this place.</summary>
    public double Vehicle { get; init; }

    /// <summary>The best score of CenterNet or NanoDet for a look-alike at this place.</summary>
    public double Rival { get; init; }
}
