using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Pictures;

/// <summary>A reference picture, found at one place of one sample.</summary>
/// <param name="Likeness">How much the place looks like the picture in whole and in every part of it, -1 to 1.</param>
/// <param name="Box">The place.</param>
internal readonly record struct PictureMatch(double Likeness, Box Box);
