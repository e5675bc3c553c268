using Microsoft.ML.OnnxRuntime;

namespace StreamBet.Core.Vision.Detection;

/// <summary>A loaded model. Several workers may run it at a time, each on its own thread.</summary>
internal sealed class ModelSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    /// <summary>Loads a model.</summary>
    /// <param name="model">The bytes of an .onnx file.</param>
    /// <param name="provider">What runs it; the processor if null.</param>
    public ModelSession(byte[] model, ExecutionProvider? provider = null)
    {
        // One thread per run: frames in parallel use the cores better than parts of one frame, and spinning threads
        // would take cores from the decoder.
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        provider?.AddTo(options);
        _session = new InferenceSession(model, options);
    }

    /// <summary>The model's inputs by name.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    /// <summary>The names of the model's outputs, in the order of the results.</summary>
    public IReadOnlyList<string> Outputs => _session.OutputNames;

    /// <summary>Runs the model on its only input; the caller disposes of the results.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run<T>(Memory<T> input, params long[] shape)
        where T : unmanaged
    {
        using var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, input, shape);
        return _session.Run(_options, _session.InputNames, [value], _session.OutputNames);
    }

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }
}
