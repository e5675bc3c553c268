using System.Collections.Frozen;

namespace StreamBet.Core.Vision.Tfjs;

/// <summary>Writes what one TFJS operation does into an ONNX graph.</summary>
internal delegate void OperatorTranslation(TfjsToOnnx to, TfjsNode node, OnnxValue[] inputs);

/// <summary>The TFJS operations that can be translated: those that the detectors consist of.</summary>
internal static class TfjsOperators
{
    public static readonly FrozenDictionary<string, OperatorTranslation> All =
        PictureOperators.All.Concat(ArithmeticOperators.All).Concat(ShapeOperators.All).ToFrozenDictionary();
}
