using System.Security.Cryptography;
using System.Text.Json;
using StreamBet.Core.Kernel;
using StreamBet.Core.Vision.Certainty;

namespace StreamBet.Core.Vision.Packs;

/// <summary>Reads manifests and collects their mistakes.</summary>
internal static class ManifestReader
{
    /// <summary>The most classes of a pack.</summary>
    public const int MaxClasses = 1000;

    /// <summary>The longest name of a pack, a class or a category, in characters.</summary>
    public const int MaxName = 40;

    private const int MinSide = 32;
    private const int MaxSide = 1280;
    private const int MaxGrids = 8;
    private const int MaxColour = 255;
    private const double MaxFactor = 1000;
    private const double MinDeviation = 1e-6;
    private const int MaxClips = 1_000_000;
    private const double MaxCoefficient = 20;
    private const double MinSlope = 0.001;
    private const int IdLength = 16;
    private const int DigestLength = 64;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Parses the text of a manifest; null if it is no JSON object.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> json, ICollection<string> mistakes)
    {
        try
        {
            // Some editors put a mark before the text.
            var text = json.Span.StartsWith("\uFEFF"u8) ? json["\uFEFF"u8.Length..] : json;
            var document = JsonDocument.Parse(text, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            mistakes.Add("pack.json must be one object in braces.");
        }
        catch (JsonException wrong)
        {
            mistakes.Add($"pack.json is not valid JSON: look at line {(wrong.LineNumber ?? 0) + 1}, and for members that are there twice.");
        }

        return null;
    }

    /// <summary>Reads a manifest; it can be used only if there are no mistakes.</summary>
    public static PackManifest Read(JsonElement json, ICollection<string> mistakes)
    {
        var members = new JsonMembers(json, "", mistakes);
        var name = Name(members, "name");
        var model = members.Text("model");
        if (model is "." or ".." || model.AsSpan().ContainsAny('/', '\\', ':') || model.Contains('\0', StringComparison.Ordinal))
            members.Refuse("model", "must be the name of a file in the pack's own folder, without a path.");
        var input = members.Object("input") is { } taken ? ReadInput(taken) : null;
        var output = members.Object("output") is { } answered ? ReadOutput(answered, input) : null;
        var classes = ReadClasses(members);
        var calibration = members.ObjectOrNull("calibration") is { } measured
            ? ReadCalibration(measured, classes) with { Id = IdOf(json.GetProperty("calibration")) }
            : null;
        members.RefuseUnknown();
        return new PackManifest(name, model, input!, output!, classes, calibration);
    }

    private static PackInput ReadInput(JsonMembers members)
    {
        var input = new PackInput(
            members.Whole("width", MinSide, MaxSide),
            members.Whole("height", MinSide, MaxSide),
            members.Choice("colours", "rgb", "bgr") == "bgr",
            members.Choice("layout", "nchw", "nhwc") == "nchw",
            members.Choice("fit", "letterbox", "stretch") == "stretch",
            members.Number("scale", MinDeviation, MaxFactor),
            members.Numbers("mean", PackInput.Colours, -MaxFactor, MaxFactor),
            members.Numbers("deviation", PackInput.Colours, MinDeviation, MaxFactor),
            members.Whole("padding", 0, MaxColour));
        members.RefuseUnknown();
        return input;
    }

    private static PackOutput ReadOutput(JsonMembers members, PackInput? input)
    {
        var kind = members.Choice("kind", "yolox", "yolo", "detr") switch
        {
            "detr" => PackKind.Detr,
            "yolo" => PackKind.Yolo,
            _ => PackKind.Yolox,
        };
        var output = new PackOutput(
            kind,
            kind == PackKind.Yolox ? members.Wholes("strides", MaxGrids, 1, MaxSide) : [],
            kind == PackKind.Detr && members.Choice("activation", "softmax", "sigmoid") == "softmax",
            members.OptionalText("boxes"),
            kind == PackKind.Detr ? members.OptionalText("scores") : null);
        foreach (var stride in output.Strides)
        {
            if (input is not null && (input.Width % stride > 0 || input.Height % stride > 0))
                members.Refuse("strides", $"has {stride}, but the input's width and height must be multiples of each stride.");
        }

        members.RefuseUnknown();
        return output;
    }

    private static List<PackClass?> ReadClasses(JsonMembers members)
    {
        var classes = new List<PackClass?>();
        foreach (var entry in members.Objects("classes", 1, MaxClasses, allowsNull: true))
        {
            if (entry is null)
            {
                classes.Add(null);
                continue;
            }

            var known = new PackClass(Name(entry, "name"), Name(entry, "category"));
            if (known.Name.Length > 0 && classes.Exists(other => known.Name.Equals(other?.Name, StringComparison.OrdinalIgnoreCase)))
                entry.Refuse("name", $"is \"{known.Name}\" again; each class must have a name of its own.");
            classes.Add(known);
            entry.RefuseUnknown();
        }

        if (classes.Count > 0 && classes.TrueForAll(known => known is null))
            members.Refuse("classes", "must name at least one class.");
        return classes;
    }

    private static PackCalibration ReadCalibration(JsonMembers members, List<PackClass?> classes)
    {
        var basis = members.Text("basis");
        if (basis.Length != DigestLength)
            members.Refuse("basis", "must be the digest that the command calibrate wrote.");
        var calibration = new PackCalibration(
            basis,
            members.Whole("clips", 1, MaxClips),
            [.. members.Objects("classes", 0, MaxClasses).OfType<JsonMembers>().Select(ReadClass)]);
        foreach (var known in calibration.Classes)
        {
            if (!classes.Exists(other => other?.Name == known.Name))
                members.Refuse("classes", $"has \"{known.Name}\", which is not one of the pack's classes.");
            if (known.Counts.Positives + known.Counts.Absent > calibration.Clips)
                members.Refuse("classes", $"counts more clips for \"{known.Name}\" than \"clips\" says.");
        }

        if (calibration.Classes.GroupBy(known => known.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            members.Refuse("classes", $"has \"{twice.Key}\" more than once.");
        members.RefuseUnknown();
        return calibration;
    }

    private static ClassCalibration ReadClass(JsonMembers members)
    {
        int Count(string name) => members.Whole(name, 0, MaxClips);
        var known = new ClassCalibration(
            members.Text("name"),
            members.Number("intercept", -MaxCoefficient, MaxCoefficient),
            members.Number("slope", MinSlope, MaxCoefficient),
            new LabelCounts(
                members.Whole("positives", ClassCalibration.MinClips, MaxClips),
                Count("yes"),
                Count("no"),
                members.Whole("absent", ClassCalibration.MinClips, MaxClips),
                Count("wrong_yes"),
                Count("right_no")));
        var counts = known.Counts;
        if (counts.Yes + counts.No > counts.Positives || counts.WrongYes + counts.RightNo > counts.Absent)
            members.Refuse("name", $"is \"{known.Name}\", whose verdicts are more than its clips.");
        members.RefuseUnknown();
        return known;
    }

    private static string Name(JsonMembers members, string member)
    {
        var text = members.Text(member);
        if (text.Length == 0)
            return text;
        try
        {
            return DisplayText.Check(text, MaxName, "label_outside_vocabulary", $"It must have 1 to {MaxName} characters on one line.");
        }
        catch (RefusedException refused)
        {
            members.Refuse(member, $"can't be shown: {refused.Message}");
            return "";
        }
    }

    private static string IdOf(JsonElement calibration) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(calibration)))[..IdLength];
}
