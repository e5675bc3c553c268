namespace StreamBet.Core.Vision.Tfjs;

/// <summary>A constant of a TFJS model: reals or whole numbers, never both.</summary>
internal sealed class TfjsConstant
{
    private readonly float[]? _reals;
    private readonly int[]? _numbers;

    public TfjsConstant(string name, long[] dimensions, float[] values) =>
        (Name, Dimensions, _reals) = (name, dimensions, values);

    public TfjsConstant(string name, long[] dimensions, int[] values) =>
        (Name, Dimensions, _numbers) = (name, dimensions, values);

    public string Name { get; }

    public long[] Dimensions { get; }

    public bool IsReal => _reals is not null;

    public int Length => _reals?.Length ?? _numbers!.Length;

    /// <exception cref="InvalidDataException">The constant holds whole numbers.</exception>
    public float[] Reals =>
        _reals ?? throw new InvalidDataException($"The constant {Name} should hold reals and holds whole numbers.");

    /// <exception cref="InvalidDataException">The constant holds reals.</exception>
    public int[] Numbers =>
        _numbers ?? throw new InvalidDataException($"The constant {Name} should hold whole numbers and holds reals.");

    /// <summary>The whole numbers in the width in which ONNX takes axes, shapes and ranges.</summary>
    public long[] Longs => Array.ConvertAll(Numbers, number => (long)number);

    /// <summary>The only whole number in it.</summary>
    /// <exception cref="InvalidDataException">It holds none, several, or reals.</exception>
    public int Number => Numbers is [var only]
        ? only
        : throw new InvalidDataException($"The constant {Name} should hold one number and holds {Length}.");
}
