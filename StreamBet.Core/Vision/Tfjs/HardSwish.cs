using StreamBet.Core.Vision.Onnx;

namespace StreamBet.Core.Vision.Tfjs;

/// <summary>Recognises hard swish, which TFJS writes as <c>(x / 6) * relu6(x + 3)</c>, and writes it as <c>x *
/// HardSigmoid(x)</c>, for which ONNX Runtime has a kernel. Saves a sixth of CenterNet's time.</summary>
/// <remarks>The sixth was stored in half precision, as 0.16663. With an exact sixth, each hard swish gives 0.02 % more,
/// as before the model was compressed; the model's scores change by about 1 % of their value.</remarks>
internal static class HardSwish
{
    private const float Sixth = 1 / 6f;
    private const float Three = 3;

    /// <summary>Tolerance for constants that were rounded to half precision.</summary>
    private const float Rounding = 1e-3f;

    /// <summary>Translates a node if it is the product at the end of a hard swish; returns whether it was.</summary>
    public static bool TryTranslate(TfjsToOnnx to, TfjsNode node)
    {
        if (node is not { Operation: "Mul", Inputs: [var left, var right] }
            || (Match(to, left, right) ?? Match(to, right, left)) is not { } input)
        {
            return false;
        }

        var value = to.Find(input);
        var sigmoid = to.Graph.Add(
            "HardSigmoid", [to.AsIs(value)], OnnxAttribute.Real("alpha", Sixth), OnnxAttribute.Real("beta", 0.5f));
        to.Define(node, to.Graph.Add("Mul", [to.AsIs(value), sigmoid]), value.Layout);
        return true;
    }

    private static string? Match(TfjsToOnnx to, string scaled, string clipped)
    {
        if (to.FindNode(scaled) is not { Operation: "Mul" } product
            || to.FindNode(clipped) is not { Operation: "Relu6", Inputs: [var shifted] }
            || to.FindNode(shifted) is not { Operation: "Add" or "AddV2" } sum
            || WithScalar(to, product, Sixth) is not { } input)
        {
            return null;
        }

        return WithScalar(to, sum, Three) == input ? input : null;
    }

    /// <summary>The other operand of a node that has this scalar on either side; null if it has not.</summary>
    private static string? WithScalar(TfjsToOnnx to, TfjsNode node, float wanted)
    {
        if (node.Inputs is not [var left, var right])
            return null;
        if (IsScalar(to, left, wanted))
            return right;
        return IsScalar(to, right, wanted) ? left : null;
    }

    private static bool IsScalar(TfjsToOnnx to, string input, float wanted) =>
        to.FindScalar(input) is { } scalar && Math.Abs(scalar - wanted) < Rounding;
}
