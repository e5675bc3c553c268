using Microsoft.ML.OnnxRuntime.Tensors;

namespace StreamBet.Core.Vision.Packs;

/// <summary>An output of a model as it came out of a run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements; null if it is no tensor.</param>
/// <param name="Shape">Its dimensions.</param>
internal sealed record PackAnswer(string Name, TensorElementType? Type, IReadOnlyList<long> Shape)
{
    /// <summary>Its dimensions as text.</summary>
    public string Dimensions => Shape.Count == 0 ? "a single number" : string.Join(" x ", Shape);
}

/// <summary>Where a model's answer has its boxes and scores.</summary>
/// <param name="Boxes">The output with the boxes, by number.</param>
/// <param name="Scores">The output with the scores; the same unless they have one of their own.</param>
/// <param name="Rows">The number of boxes.</param>
/// <param name="IsColumns">Whether each box is a column rather than a row.</param>
internal sealed record PackShape(int Boxes, int Scores, int Rows, bool IsColumns)
{
    /// <summary>The most boxes that a model may answer.</summary>
    public const int MaxRows = 30_000;

    private const int Sides = 4;

    /// <summary>Compares a model's answer with the manifest; null if they do not fit.</summary>
    public static PackShape? Find(PackManifest manifest, IReadOnlyList<PackAnswer> answers, ICollection<string> mistakes)
    {
        var (output, classes) = (manifest.Output, manifest.Classes.Count);
        return output.Kind switch
        {
            PackKind.Yolox => FindGrids(output, manifest.Input, classes, answers, mistakes),
            PackKind.Yolo => FindPixels(output, classes, answers, mistakes),
            _ => FindFractions(output, classes, answers, mistakes),
        };
    }

    private static PackShape? FindGrids(
        PackOutput output, PackInput input, int classes, IReadOnlyList<PackAnswer> answers, ICollection<string> mistakes)
    {
        if (Only(output, answers, mistakes) is not { } at)
            return null;
        var (cells, length) = (output.CellsOf(input), Sides + 1 + classes);
        if (cells > MaxRows)
            return Refuse(mistakes, $"Its grids have {cells} cells, and at most {MaxRows} are allowed; use a smaller input or larger strides.");
        return answers[at].Shape is [1, var rows, var columns] && rows == cells && columns == length
            ? new PackShape(at, at, cells, IsColumns: false)
            : Refuse(
                mistakes,
                $"Its model answers {answers[at].Dimensions} numbers, but for {classes} classes and these strides it must be 1 x {cells} x {length}; "
                + "correct \"classes\", \"strides\" or \"input\".");
    }

    private static PackShape? FindPixels(
        PackOutput output, int classes, IReadOnlyList<PackAnswer> answers, ICollection<string> mistakes)
    {
        if (Only(output, answers, mistakes) is not { } at)
            return null;
        var length = Sides + classes;
        PackShape? shape = answers[at].Shape switch
        {
            [1, var first, > 0 and <= MaxRows and var rows] when first == length => new PackShape(at, at, (int)rows, IsColumns: true),
            [1, > 0 and <= MaxRows and var rows, var last] when last == length => new PackShape(at, at, (int)rows, IsColumns: false),
            _ => null,
        };
        return shape ?? Refuse(
            mistakes,
            $"Its model answers {answers[at].Dimensions} numbers, but for {classes} classes it must be 1 x {length} x N or 1 x N x {length} "
            + $"with at most {MaxRows} boxes N; correct \"classes\" or \"kind\".");
    }

    private static PackShape? FindFractions(
        PackOutput output, int classes, IReadOnlyList<PackAnswer> answers, ICollection<string> mistakes)
    {
        var boxes = output.Boxes is { } named ? Named(named, "boxes", answers, mistakes) : Guess(answers, isBoxes: true, mistakes);
        var scores = output.Scores is { } other ? Named(other, "scores", answers, mistakes) : Guess(answers, isBoxes: false, mistakes);
        if (boxes is not { } box || scores is not { } score)
            return null;
        if (answers[box].Shape is not [1, > 0 and <= MaxRows and var rows, Sides])
            return Refuse(mistakes, $"Its output \"{answers[box].Name}\" has {answers[box].Dimensions} numbers, but boxes must be 1 x N x 4 with at most {MaxRows} boxes N.");
        var length = classes + (output.IsSoftmax ? 1 : 0);
        return answers[score].Shape is [1, var count, var columns] && count == rows && columns == length
            ? new PackShape(box, score, (int)rows, IsColumns: false)
            : Refuse(
                mistakes,
                $"Its output \"{answers[score].Name}\" has {answers[score].Dimensions} numbers, but for {classes} classes "
                + $"with this \"activation\" it must be 1 x {rows} x {length}; correct \"classes\" or \"activation\".");
    }

    // Exporters often add outputs that are not needed, but then the manifest must say which one is.
    private static int? Only(PackOutput output, IReadOnlyList<PackAnswer> answers, ICollection<string> mistakes)
    {
        if (output.Boxes is { } name)
            return Named(name, "boxes", answers, mistakes);
        if (answers.Count == 1)
            return Checked(0, answers, mistakes);
        mistakes.Add($"Its model has {answers.Count} outputs; name the right one in \"output.boxes\": {NamesOf(answers)}.");
        return null;
    }

    private static int? Guess(IReadOnlyList<PackAnswer> answers, bool isBoxes, ICollection<string> mistakes)
    {
        var boxes = Enumerable.Range(0, answers.Count).Where(at => answers[at].Shape is [_, _, Sides]).ToList();
        if (answers.Count == 2 && boxes.Count == 1)
            return Checked(isBoxes ? boxes[0] : 1 - boxes[0], answers, mistakes);
        mistakes.Add($"Which output has the {(isBoxes ? "boxes" : "scores")} is not clear; name it in \"output.{(isBoxes ? "boxes" : "scores")}\": {NamesOf(answers)}.");
        return null;
    }

    private static int? Named(string name, string member, IReadOnlyList<PackAnswer> answers, ICollection<string> mistakes)
    {
        for (var at = 0; at < answers.Count; at++)
        {
            if (answers[at].Name == name)
                return Checked(at, answers, mistakes);
        }

        mistakes.Add($"Its model has no output \"{name}\", which \"output.{member}\" names; it has {NamesOf(answers)}.");
        return null;
    }

    private static int? Checked(int at, IReadOnlyList<PackAnswer> answers, ICollection<string> mistakes)
    {
        if (answers[at].Type == TensorElementType.Float)
            return at;
        mistakes.Add($"Its output \"{answers[at].Name}\" must be numbers of 32-bit floating point; export the model that way.");
        return null;
    }

    private static string NamesOf(IReadOnlyList<PackAnswer> answers) => string.Join(", ", answers.Select(answer => $"\"{answer.Name}\""));

    private static PackShape? Refuse(ICollection<string> mistakes, string sentence)
    {
        mistakes.Add(sentence);
        return null;
    }
}
