using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Detection;

/// <summary>A possible thing at one place of a sample, with each model's score, 0-1; 0 if the model did not find
/// it.</summary>
/// <param name="Class">Its class number in <see cref="CocoClasses"/>.</param>
/// <param name="Box">Its box, from the model with the best score.</param>
internal sealed record Candidate(int Class, Box Box)
{
    /// <summary>CenterNet's score.</summary>
    public double CenterNet { get; init; }

    /// <summary>NanoDet's score.</summary>
    public double NanoDet { get; init; }

    /// <summary>The third detector's score; also 0 if it does not know the class.</summary>
    public double Ssd { get; init; }

    /// <summary>For a car, bus, truck or train: the third detector's score for "Vehicle" at the same place.</summary>
    public double Vehicle { get; init; }

    /// <summary>The best CenterNet or NanoDet score of a look-alike at the same place.</summary>
    public double Rival { get; init; }
}
