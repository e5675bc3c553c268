namespace StreamBet.Core.Vision.Tfjs;

/// <summary>The memory layout of a value, relative to the dimensions that the TFJS graph declares.</summary>
internal enum Layout
{
    /// <summary>As declared.</summary>
    Declared,

    /// <summary>Declared with channels last (N, H, W, C), but stored with channels first (N, C, H, W), as ONNX's
    /// picture operators need it.</summary>
    ChannelsFirst,
}

/// <summary>A value during translation from TFJS to ONNX: a constant that is not written yet, or a result.</summary>
internal sealed class OnnxValue
{
    public OnnxValue(TfjsConstant constant) => Constant = constant;

    public OnnxValue(string name, Layout layout) => (Name, Layout) = (name, layout);

    public TfjsConstant? Constant { get; }

    /// <summary>Its name in the ONNX graph; null for a constant that has not been needed there.</summary>
    public string? Name { get; set; }

    public Layout Layout { get; }

    /// <summary>The name of the same value in the other layout, if it has been needed.</summary>
    public string? Transposed { get; set; }
}
