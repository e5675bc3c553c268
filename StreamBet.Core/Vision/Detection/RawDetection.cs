using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Detection;

/// <summary>One model's detection of one thing in one picture.</summary>
/// <param name="Class">Its class number in <see cref="CocoClasses"/>, or, for the third detector, in
/// <see cref="OpenImages"/>.</param>
/// <param name="Score">The model's score, 0-1; not a probability, see <see cref="Evidence"/>.</param>
/// <param name="Box">Its position on the upright picture.</param>
internal readonly record struct RawDetection(int Class, float Score, Box Box);
