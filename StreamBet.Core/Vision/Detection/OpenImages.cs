using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Detection;

/// <summary>The classes of the third detector: 23 classes of the data set Open Images, by number, with the
/// corresponding classes of the other detectors.</summary>
internal static class OpenImages
{
    /// <summary>The number of classes that the model scores; number 0 means none of them.</summary>
    public const int Classes = 24;

    /// <summary>The class "Vehicle": a car, bus, truck or train, unspecified.</summary>
    public const int Vehicle = 18;

    private static readonly string?[] Coco =
    [
        null, "bicycle", null, "laptop", "person", "chair", "cow", "dining table", "cat", null, "tv", null, "cup",
        "cup", null, "dining table", "bottle", null, null, null, "dog", "book", null, "car",
    ];

    private static readonly int?[] Numbers =
        [.. Coco.Select(name => name is null ? (int?)null : CocoClasses.NumberOf(name))];

    /// <summary>The corresponding class number of the other detectors; null if there is none.</summary>
    public static int? ToCoco(int openImages) => Numbers[openImages];

    /// <summary>Whether the third detector can detect this class.</summary>
    public static bool Knows(int coco) => Array.IndexOf(Numbers, coco) >= 0;
}
