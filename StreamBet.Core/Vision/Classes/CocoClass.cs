namespace StreamBet.Core.Vision.Classes;

/// <summary>One of the eighty classes of things that the models know.</summary>
/// <param name="Name">Its name in COCO, the data set on which the models were trained.</param>
/// <param name="Label">Its name in Rekognition's taxonomy; null if there is none, in which case it is only used for
/// activities.</param>
/// <param name="Category">The label's category in the same taxonomy.</param>
/// <param name="IsValidated">Whether its confidence may exceed 80; see <see cref="CocoClasses"/>.</param>
internal sealed record CocoClass(string Name, string? Label, string? Category, bool IsValidated = false);
