namespace StreamBet.Core.Vision.Tfjs;

/// <summary>How a value lies in memory, against the dimensions that the TFJS graph declares for it.</summary>
internal enum Layout
{
    /// <summary>As declared.</summary>
    Declared,

    /// <summary>Declared with channels last (N, H, W, C), and held with channels first (N, C, H, W), as ONNX's picture
    /// operators take and give it.</summary>
    ChannelsFirst,
}

/// <summary>A value of a TFJS graph on its way into an ONNX one: a constant that is not written yet, or a
/// result.</summary>
internal sealed class OnnxValue
{
    public OnnxValue(TfjsConstant constant) => Constant = constant;

    public OnnxValue(string name, Layout layout) => (Name, Layout) = (name, layout);

    public TfjsConstant? Constant { get; }

    /// <summary>Its name in the ONNX graph; null for a constant that was not needed there yet.</summary>
    public string? Name { get; set; }

    public Layout Layout { get; }

    /// <summary>The same value in the other layout, once something asked for it.</summary>
    public string? Transposed { get; set; }
}
