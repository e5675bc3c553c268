namespace StreamBet.Core.Providers.Embedded.Vision.Tfjs;

/// <summary>Recognises hard swish, which TFJS spells out as <c>(x / 6) * relu6(x + 3)</c>, and writes it as
/// <c>x * HardSigmoid(x)</c>, for which ONNX Runtime has a kernel: it saves a sixth of CenterNet's time.</summary>
internal static class HardSwish
{
    private const float Sixth = 1 / 6f;
    private const float Three = 3;

    /// <summary>The constants were rounded to half precision.</summary>
    private const float Rounding = 1e-3f;

    /// <summary>Translates a node if it is the product at the end of a hard swish; says whether it was.</summary>
    public static bool TryTranslate(TfjsToOnnx to, TfjsNode node)
    {
        if (node is not { Operation: "Mul", Inputs: [var left, var right] }
            || (Match(to, left, right) ?? Match(to, right, left)) is not var (input, slope))
        {
            return false;
        }

        var value = to.Find(input);
        var sigmoid = to.Graph.Add(
            "HardSigmoid", [to.AsIs(value)], OnnxAttribute.Real("alpha", slope), OnnxAttribute.Real("beta", 0.5f));
        to.Define(node, to.Graph.Add("Mul", [to.AsIs(value), sigmoid]), value.Layout);
        return true;
    }

    private static (string Input, float Slope)? Match(TfjsToOnnx to, string scaled, string clipped)
    {
        if (to.FindNode(scaled) is not { Operation: "Mul" } product
            || to.FindNode(clipped) is not { Operation: "Relu6", Inputs: [var shifted] }
            || to.FindNode(shifted) is not { Operation: "Add" or "AddV2" } sum
            || WithScalar(to, product, Sixth) is not var (scaledInput, slope)
            || WithScalar(to, sum, Three) is not var (shiftedInput, _))
        {
            return null;
        }

        return scaledInput == shiftedInput ? (scaledInput, slope) : null;
    }

    /// <summary>The other operand of a node that takes a certain scalar on either side, and the scalar as it is
    /// stored.</summary>
    private static (string Input, float Scalar)? WithScalar(TfjsToOnnx to, TfjsNode node, float wanted)
    {
        if (node.Inputs is not [var left, var right])
            return null;
        if (to.FindScalar(left) is { } first && Math.Abs(first - wanted) < Rounding)
            return (right, first);
        return to.FindScalar(right) is { } second && Math.Abs(second - wanted) < Rounding ? (left, second) : null;
    }
}
