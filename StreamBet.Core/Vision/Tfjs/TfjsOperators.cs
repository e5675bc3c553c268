using System.Collections.Frozen;

namespace StreamBet.Core.Vision.Tfjs;

/// <summary>Writes the equivalent of one TFJS operation to an ONNX graph.</summary>
internal delegate void OperatorTranslation(TfjsToOnnx to, TfjsNode node, OnnxValue[] inputs);

/// <summary>The TFJS operations that can be translated: those used by the detectors.</summary>
internal static class TfjsOperators
{
    public static readonly FrozenDictionary<string, OperatorTranslation> All =
        PictureOperators.All.Concat(ArithmeticOperators.All).Concat(ShapeOperators.All).ToFrozenDictionary();
}
