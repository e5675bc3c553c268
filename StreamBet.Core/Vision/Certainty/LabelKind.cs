using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Certainty;

/// <summary>Kinds of things that the models miss about equally often.</summary>
internal enum LabelKind
{
    Person,
    Vehicle,
    Animal,
    Ball,
    Furniture,
    Other,
}

/// <summary>Maps classes to kinds.</summary>
internal static class LabelKinds
{
    private static readonly Dictionary<string, LabelKind> Kinds = new(StringComparer.Ordinal)
    {
        ["person"] = LabelKind.Person,
        ["car"] = LabelKind.Vehicle,
        ["bus"] = LabelKind.Vehicle,
        ["truck"] = LabelKind.Vehicle,
        ["train"] = LabelKind.Vehicle,
        ["motorcycle"] = LabelKind.Vehicle,
        ["bicycle"] = LabelKind.Vehicle,
        ["airplane"] = LabelKind.Vehicle,
        ["boat"] = LabelKind.Vehicle,
        ["bird"] = LabelKind.Animal,
        ["cat"] = LabelKind.Animal,
        ["dog"] = LabelKind.Animal,
        ["horse"] = LabelKind.Animal,
        ["sheep"] = LabelKind.Animal,
        ["cow"] = LabelKind.Animal,
        ["elephant"] = LabelKind.Animal,
        ["bear"] = LabelKind.Animal,
        ["zebra"] = LabelKind.Animal,
        ["giraffe"] = LabelKind.Animal,
        ["sports ball"] = LabelKind.Ball,
        ["frisbee"] = LabelKind.Ball,
        ["chair"] = LabelKind.Furniture,
        ["couch"] = LabelKind.Furniture,
        ["bed"] = LabelKind.Furniture,
        ["dining table"] = LabelKind.Furniture,
        ["toilet"] = LabelKind.Furniture,
        ["bench"] = LabelKind.Furniture,
        ["potted plant"] = LabelKind.Furniture,
        ["refrigerator"] = LabelKind.Furniture,
    };

    /// <summary>The kind of a class, by its number among <see cref="CocoClasses"/>.</summary>
    public static LabelKind Of(int coco) => Kinds.GetValueOrDefault(CocoClasses.All[coco].Name, LabelKind.Other);
}
