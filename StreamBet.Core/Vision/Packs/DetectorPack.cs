using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Detection;

namespace StreamBet.Core.Vision.Packs;

/// <summary>A detector of the operator's, loaded and tried once. Thread-safe.</summary>
internal sealed class DetectorPack : IDisposable
{
    private const int Grey = 114;

    private readonly ModelSession _session;
    private readonly Dictionary<string, ClassCalibration> _calibrated;

    private DetectorPack(PackFolder files, ModelSession session)
    {
        (Manifest, Basis, _session) = (files.Manifest, files.Basis, session);
        Identity = new ModelIdentity($"pack {files.Manifest.Name}", files.Digest);
        _calibrated = (files.Manifest.Calibration?.Classes ?? []).ToDictionary(known => known.Name, StringComparer.Ordinal);
    }

    /// <summary>What its <c>pack.json</c> says.</summary>
    public PackManifest Manifest { get; }

    /// <summary>The digest of all that its scores depend on.</summary>
    public string Basis { get; }

    /// <summary>Its name and digest for receipts.</summary>
    public ModelIdentity Identity { get; }

    /// <summary>Loads a pack and runs it once on a grey picture; null if it can't be used.</summary>
    /// <param name="folder">The pack's folder.</param>
    /// <param name="provider">What runs it.</param>
    /// <param name="mistakes">Receives a sentence per mistake.</param>
    /// <param name="isToBeCalibrated">Whether an old calibration does not matter.</param>
    public static DetectorPack? Load(
        string folder, ExecutionProvider provider, ICollection<string> mistakes, bool isToBeCalibrated = false)
    {
        if (PackFolder.Read(folder, mistakes) is not { } files)
            return null;
        if (!isToBeCalibrated && files.Manifest.Calibration is { } calibration && calibration.Basis != files.Basis)
        {
            mistakes.Add(
                "Its calibration was made with another model or other settings of it; run the command calibrate again, or set \"calibration\" to null.");
            return null;
        }

        ModelSession? session = null;
        try
        {
            session = new ModelSession(files.Model, provider);
            var pack = new DetectorPack(files, session);
            if (pack.TakesItsInput(mistakes) && pack.Try(mistakes))
                return pack;
        }
        catch (OnnxRuntimeException fault)
        {
            mistakes.Add($"Its model can't be {(session is null ? "loaded" : "run")}: {fault.Message.Split('\n')[0].Trim()}");
        }
        catch (InvalidDataException fault)
        {
            mistakes.Add($"{fault.Message} Correct \"output\", or export the model another way.");
        }

        session?.Dispose();
        return null;
    }

    /// <summary>What the scores of a class mean; null if that was not measured.</summary>
    public ClassCalibration? CalibrationOf(PackClass known) => _calibrated.GetValueOrDefault(known.Name);

    /// <summary>Detects things on a frame; <see cref="RawDetection.Class"/> is the number of one of the pack's
    /// classes.</summary>
    /// <param name="frame">RGB, 512 x 512, letterboxed.</param>
    /// <param name="picture">The conversion of this clip's frames for this pack.</param>
    /// <exception cref="AnalysisFailedException">The model failed or answered nonsense.</exception>
    public List<RawDetection> Detect(ReadOnlyMemory<byte> frame, PackPicture picture)
    {
        var length = Manifest.Input.Length;
        var input = ArrayPool<float>.Shared.Rent(length);
        try
        {
            picture.Fill(input.AsSpan(0, length), frame.Span);
            using var results = _session.Run(input.AsMemory(0, length), Manifest.Input.Shape);
            var mistakes = new List<string>();
            if (PackShape.Find(Manifest, Describe(results), mistakes) is not { } shape)
                throw new InvalidDataException(mistakes[0]);
            return Read(results, shape, picture);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new AnalysisFailedException(
                "model_failed", $"The detector pack {Manifest.Name} could not examine this clip to its end; try again.", fault)
            {
                IsPassing = true,
            };
        }
        catch (InvalidDataException fault)
        {
            throw new AnalysisFailedException(
                "model_failed", $"The detector pack {Manifest.Name} could not examine this clip. {fault.Message}", fault);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(input);
        }
    }

    public void Dispose() => _session.Dispose();

    private bool TakesItsInput(ICollection<string> mistakes)
    {
        if (_session.Inputs is not { Count: 1 } inputs)
        {
            mistakes.Add($"Its model has {_session.Inputs.Count} inputs, but only models with one can be used.");
            return false;
        }

        var (name, input) = inputs.First();
        if (!input.IsTensor || input.ElementDataType != TensorElementType.Float)
        {
            mistakes.Add($"Its model's input \"{name}\" must be numbers of 32-bit floating point; export the model that way.");
            return false;
        }

        // A negative dimension may have any length.
        var wanted = Manifest.Input.Shape;
        if (input.Dimensions.Length == wanted.Length && input.Dimensions.Zip(wanted).All(pair => pair.First < 0 || pair.First == pair.Second))
            return true;
        mistakes.Add(
            $"Its model takes {string.Join(" x ", input.Dimensions.Select(length => length < 0 ? "N" : $"{length}"))} numbers, "
            + $"but \"input\" says {string.Join(" x ", wanted)}; correct \"width\", \"height\" or \"layout\".");
        return false;
    }

    private bool Try(ICollection<string> mistakes)
    {
        var input = new float[Manifest.Input.Length];
        PackPicture.FillWithGrey(input, Manifest.Input, Grey);
        using var results = _session.Run(input.AsMemory(), Manifest.Input.Shape);
        if (PackShape.Find(Manifest, Describe(results), mistakes) is not { } shape)
            return false;
        Read(results, shape, new PackPicture(Manifest.Input, new FrameGeometry(Manifest.Input.Width, Manifest.Input.Height)));
        CheckUnits(results[shape.Boxes].GetTensorDataAsSpan<float>(), shape);
        return true;
    }

    // The other two ways to write boxes look alike, and with the wrong one nothing would ever be found.
    private void CheckUnits(ReadOnlySpan<float> boxes, PackShape shape)
    {
        const float slack = 0.5f;
        var largest = 0f;
        for (var i = 0; i < boxes.Length && Manifest.Output.Kind != PackKind.Yolox; i++)
        {
            var isSide = shape.IsColumns ? i < 4 * shape.Rows : i % (boxes.Length / shape.Rows) < 4;
            largest = Math.Max(largest, isSide ? Math.Abs(boxes[i]) : 0);
        }

        if (Manifest.Output.Kind == PackKind.Yolo && largest <= 1 + slack)
            throw new InvalidDataException("The model's boxes are no larger than a pixel, but with the kind yolo they must be in pixels of the input.");
        if (Manifest.Output.Kind == PackKind.Detr && largest > 1 + slack)
            throw new InvalidDataException("The model's boxes go beyond the picture, but with the kind detr they must be in fractions of the input.");
    }

    private List<RawDetection> Read(IReadOnlyList<OrtValue> results, PackShape shape, PackPicture picture)
    {
        var finds = new PackFinds(Manifest.Classes, picture);
        var boxes = results[shape.Boxes].GetTensorDataAsSpan<float>();
        switch (Manifest.Output.Kind)
        {
            case PackKind.Yolox:
                PackDecoder.ReadGrids(finds, boxes, Manifest.Input, Manifest.Output.Strides);
                break;
            case PackKind.Yolo:
                PackDecoder.ReadPixels(finds, boxes, shape.Rows, shape.IsColumns);
                break;
            default:
                PackDecoder.ReadFractions(
                    finds, boxes, results[shape.Scores].GetTensorDataAsSpan<float>(), Manifest.Input, Manifest.Output.IsSoftmax);
                break;
        }

        return finds.Take(dropsRepeats: Manifest.Output.Kind != PackKind.Detr);
    }

    private List<PackAnswer> Describe(IReadOnlyList<OrtValue> results)
    {
        var answers = new List<PackAnswer>();
        for (var i = 0; i < results.Count; i++)
        {
            if (!results[i].IsTensor)
            {
                answers.Add(new PackAnswer(_session.Outputs[i], null, []));
                continue;
            }

            var info = results[i].GetTensorTypeAndShape();
            answers.Add(new PackAnswer(_session.Outputs[i], info.ElementDataType, info.Shape));
        }

        return answers;
    }
}
