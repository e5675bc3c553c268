namespace StreamBet.Core.Vision.Tfjs;

/// <summary>A constant of a TFJS model: either floating-point numbers or integers.</summary>
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

    /// <exception cref="InvalidDataException">The constant holds integers.</exception>
    public float[] Reals =>
        _reals ?? throw new InvalidDataException($"The constant {Name} should hold reals and holds whole numbers.");

    /// <exception cref="InvalidDataException">The constant holds floating-point numbers.</exception>
    public int[] Numbers =>
        _numbers ?? throw new InvalidDataException($"The constant {Name} should hold whole numbers and holds reals.");

    /// <summary>The integers in 64 bits, as ONNX expects for axes, shapes and ranges.</summary>
    public long[] Longs => Array.ConvertAll(Numbers, number => (long)number);

    /// <summary>Its only integer.</summary>
    /// <exception cref="InvalidDataException">It holds no or several numbers, or floating-point numbers.</exception>
    public int Number => Numbers is [var only]
        ? only
        : throw new InvalidDataException($"The constant {Name} should hold one number and holds {Length}.");
}
