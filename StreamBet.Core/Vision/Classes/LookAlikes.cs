namespace StreamBet.Core.Vision.Classes;

/// <summary>Which kinds of things the models mistake for each other.</summary>
internal static class LookAlikes
{
    private static readonly string[] Vehicles = ["car", "bus", "truck", "train"];

    private static readonly string[] Animals =
        ["bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe"];

    private static readonly string[][] Groups =
    [
        Vehicles,
        [.. Animals, "teddy bear"],
        ["bicycle", "motorcycle"],
        ["chair", "couch", "bed", "bench"],
        ["bottle", "wine glass", "cup", "vase", "bowl"],
        ["skis", "snowboard", "surfboard", "skateboard"],
        ["tv", "laptop"],
    ];

    /// <summary>Animals of a size and shape that the models cannot tell apart when they are unsure. What lives in no
    /// yard or house is left out: a dog is no doubt about an elephant.</summary>
    private static readonly string[] AnimalsAlike = ["cat", "dog", "horse", "sheep", "cow", "bear", "teddy bear"];

    private static readonly HashSet<int>[] ContestingSets =
        [.. CocoClasses.All.Select(known => FindContesting(known.Name))];
    private static readonly HashSet<int> VehicleSet = ToNumbers(Vehicles);
    private static readonly HashSet<int> AnimalsAlikeSet = ToNumbers(AnimalsAlike);

    /// <summary>Whether one class, found at the same place, contests another. An animal contests a person too: dogs
    /// that stand up pass for people.</summary>
    public static bool Contests(int rival, int coco) => ContestingSets[coco].Contains(rival);

    /// <summary>Whether a class is one of those that the third detector calls "Vehicle".</summary>
    public static bool IsVehicle(int coco) => VehicleSet.Contains(coco);

    /// <summary>The other vehicles of a vehicle: which of them it is the models tell badly, even when they are sure
    /// that it is one.</summary>
    public static IEnumerable<int> OtherVehicles(int coco) => Others(VehicleSet, coco);

    /// <summary>The other animals that an animal may be as long as the models are not sure of it.</summary>
    public static IEnumerable<int> OtherAnimals(int coco) => Others(AnimalsAlikeSet, coco);

    private static IEnumerable<int> Others(HashSet<int> group, int coco) =>
        group.Contains(coco) ? group.Where(other => other != coco) : [];

    private static HashSet<int> FindContesting(string name)
    {
        var group = name == "person" ? Animals : Groups.FirstOrDefault(group => group.Contains(name), []);
        return ToNumbers(group.Where(other => other != name));
    }

    private static HashSet<int> ToNumbers(IEnumerable<string> names) => [.. names.Select(CocoClasses.NumberOf)];
}
