namespace StreamBet.Core.Vision.Classes;

/// <summary>The classes that the models confuse with each other.</summary>
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

    /// <summary>Animals that the models can't tell apart by size and shape when unsure. Only animals of yards and
    /// houses are included, so that a dog raises no doubt about an elephant.</summary>
    private static readonly string[] AnimalsAlike = ["cat", "dog", "horse", "sheep", "cow", "bear", "teddy bear"];

    private static readonly HashSet<int>[] ContestingSets =
        [.. CocoClasses.All.Select(known => FindContesting(known.Name))];
    private static readonly HashSet<int> VehicleSet = ToNumbers(Vehicles);
    private static readonly HashSet<int> AnimalsAlikeSet = ToNumbers(AnimalsAlike);

    /// <summary>Whether one class, found at the same place, casts doubt on another. An animal also contests a person:
    /// standing dogs are taken for people.</summary>
    public static bool Contests(int rival, int coco) => ContestingSets[coco].Contains(rival);

    /// <summary>Whether a class belongs to the third detector's class "Vehicle".</summary>
    public static bool IsVehicle(int coco) => VehicleSet.Contains(coco);

    /// <summary>The other vehicle classes, if this is one: the models confuse them even when sure that it is a
    /// vehicle.</summary>
    public static IEnumerable<int> OtherVehicles(int coco) => Others(VehicleSet, coco);

    /// <summary>The other animals that an animal may be while the models are unsure.</summary>
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
