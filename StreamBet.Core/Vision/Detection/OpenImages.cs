using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Detection;

/// <summary>The kinds of things that the third detector knows: 23 of the collection Open Images, by their numbers, and
/// which of the eighty kinds of the other detectors each one is.</summary>
internal static class OpenImages
{
    /// <summary>Classes that the model scores; number 0 stands for none of them.</summary>
    public const int Classes = 24;

    /// <summary>The class "Vehicle": a car, a bus, a truck or a train, without saying which.</summary>
    public const int Vehicle = 18;

    private static readonly string?[] Coco =
    [
        null, "bicycle", null, "laptop", "person", "chair", "cow", "dining table", "cat", null, "tv", null, "cup",
        "cup", null, "dining table", "bottle", null, null, null, "dog", "book", null, "car",
    ];

    private static readonly int?[] Numbers =
        [.. Coco.Select(name => name is null ? (int?)null : CocoClasses.NumberOf(name))];

    /// <summary>The other detectors' number of a class; null when they have none.</summary>
    public static int? ToCoco(int openImages) => Numbers[openImages];

    /// <summary>Whether the third detector can tell that a thing of that number is there.</summary>
    public static bool Knows(int coco) => Array.IndexOf(Numbers, coco) >= 0;
}
