using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Detection;

/// <summary>What one model says of one thing on one picture.</summary>
/// <param name="Class">The thing's number among <see cref="CocoClasses"/>, or for the third detector among
/// <see cref="OpenImages"/>.</param>
/// <param name="Score">What the model says for its certainty, 0-1. It is no probability: see
/// <see cref="Evidence"/>.</param>
/// <param name="Box">Where it is, on the upright picture.</param>
internal readonly record struct RawDetection(int Class, float Score, Box Box);
