namespace StreamBet.Core.Vision.Classes;

/// <summary>One of the eighty kinds of things that the models know.</summary>
/// <param name="Name">Its name in COCO, the collection that the models learned from.</param>
/// <param name="Label">Its name in Rekognition's taxonomy; null when there is none, and then it only takes part in
/// activities.</param>
/// <param name="Category">The category of that name in the same taxonomy.</param>
/// <param name="IsValidated">Whether its confidence may pass 80: see <see cref="CocoClasses"/>.</param>
internal sealed record CocoClass(string Name, string? Label, string? Category, bool IsValidated = false);
