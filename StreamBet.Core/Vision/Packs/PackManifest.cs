namespace StreamBet.Core.Vision.Packs;

/// <summary>What the file <c>pack.json</c> of a detector pack says.</summary>
/// <param name="Name">The pack's name in receipts.</param>
/// <param name="Model">The name of the model's file in the pack's folder.</param>
/// <param name="Input">What the model takes.</param>
/// <param name="Output">What the model answers.</param>
/// <param name="Classes">The model's classes in order; null for a class that is not used.</param>
/// <param name="Calibration">What its scores mean; null if that was not measured.</param>
internal sealed record PackManifest(
    string Name,
    string Model,
    PackInput Input,
    PackOutput Output,
    IReadOnlyList<PackClass?> Classes,
    PackCalibration? Calibration);

/// <summary>A class of a pack.</summary>
/// <param name="Name">Its name in the taxonomy, such as "Dog".</param>
/// <param name="Category">Its category in the taxonomy.</param>
internal sealed record PackClass(string Name, string Category);

/// <summary>The picture that a model takes. Each colour, 0-255, becomes (colour x scale - mean) / deviation.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="IsBlueFirst">Whether blue comes first rather than red.</param>
/// <param name="IsPlanar">Whether it has one plane per colour rather than three numbers per pixel.</param>
/// <param name="IsStretched">Whether the picture fills it whatever its shape, rather than being centred on
/// <paramref name="Padding"/>.</param>
/// <param name="Scale">The factor of each colour.</param>
/// <param name="Mean">For each colour, in the model's order.</param>
/// <param name="Deviation">For each colour, in the model's order.</param>
/// <param name="Padding">The grey around the picture, 0-255.</param>
internal sealed record PackInput(
    int Width,
    int Height,
    bool IsBlueFirst,
    bool IsPlanar,
    bool IsStretched,
    double Scale,
    IReadOnlyList<double> Mean,
    IReadOnlyList<double> Deviation,
    int Padding)
{
    /// <summary>The colours of a pixel.</summary>
    public const int Colours = 3;

    /// <summary>The length of the input in numbers.</summary>
    public int Length => Width * Height * Colours;

    /// <summary>The shape of the input.</summary>
    public long[] Shape => IsPlanar ? [1, Colours, Height, Width] : [1, Height, Width, Colours];
}

/// <summary>How a model tells what it found.</summary>
internal enum PackKind
{
    /// <summary>Grids of cells, fine to coarse, each with a box relative to its cell.</summary>
    Yolox,

    /// <summary>Rows or columns with a box in pixels of the input.</summary>
    Yolo,

    /// <summary>Boxes in fractions of the input, and what is in them.</summary>
    Detr,
}

/// <summary>What a model answers.</summary>
/// <param name="Kind">How it tells what it found.</param>
/// <param name="Strides">The pixels of a cell of each grid; only for <see cref="PackKind.Yolox"/>.</param>
/// <param name="IsSoftmax">Whether the last of the logits means "nothing"; only for <see cref="PackKind.Detr"/>.</param>
/// <param name="Boxes">The name of the output with the boxes; null to find it.</param>
/// <param name="Scores">The name of the output with the scores; null to find it.</param>
internal sealed record PackOutput(
    PackKind Kind, IReadOnlyList<int> Strides, bool IsSoftmax, string? Boxes, string? Scores)
{
    /// <summary>The cells of all grids over an input.</summary>
    public int CellsOf(PackInput input) => Strides.Sum(stride => input.Width / stride * (input.Height / stride));
}
