using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.OnnxRuntime;

namespace StreamBet.Core.Vision.Detection;

/// <summary>What runs the models: the processor, or something faster that the installed runtime was built for.</summary>
internal sealed class ExecutionProvider
{
    private static readonly ExecutionProvider[] Known =
    [
        new("cpu", "CPUExecutionProvider", _ => { }),
        new("cuda", "CUDAExecutionProvider", options => options.AppendExecutionProvider_CUDA()),
        new("directml", "DmlExecutionProvider", options => options.AppendExecutionProvider_DML()),
        new("openvino", "OpenVINOExecutionProvider", options => options.AppendExecutionProvider_OpenVINO()),
        new("coreml", "CoreMLExecutionProvider", options => options.AppendExecutionProvider_CoreML()),
    ];

    private readonly string _runtimeName;
    private readonly Action<SessionOptions> _append;

    private ExecutionProvider(string name, string runtimeName, Action<SessionOptions> append) =>
        (Name, _runtimeName, _append) = (name, runtimeName, append);

    /// <summary>The processor.</summary>
    public static ExecutionProvider Processor => Known[0];

    /// <summary>Its name in the settings.</summary>
    public string Name { get; }

    /// <summary>Finds a provider and checks that it works here.</summary>
    /// <param name="name">Its name in the settings.</param>
    /// <param name="mistake">Why it can't be used, as a sentence.</param>
    /// <returns>The provider; the processor if another can't be used.</returns>
    public static ExecutionProvider Find(string name, out string? mistake)
    {
        mistake = null;
        var found = Array.Find(Known, known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            mistake = $"StreamBet:Vision:Provider is \"{name}\" and must be one of {string.Join(", ", Known.Select(known => known.Name))}.";
            return Processor;
        }

        if (found == Processor || found.Works())
            return found;
        mistake = $"StreamBet:Vision:Provider is \"{name}\", which the installed ONNX Runtime can't use here. "
            + "Set it to cpu, or install a runtime that was built for it together with its drivers.";
        return Processor;
    }

    /// <summary>Has sessions with these options run on it.</summary>
    public void AddTo(SessionOptions options) => _append(options);

    // A runtime without the provider lacks the function, and one without the drivers fails when it is called.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Any failure means that it can't be used.")]
    private bool Works()
    {
        try
        {
            if (!OrtEnv.Instance().GetAvailableProviders().Contains(_runtimeName))
                return false;
            using var options = new SessionOptions();
            _append(options);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
