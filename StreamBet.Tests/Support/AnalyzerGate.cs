using StreamBet.Core.Clips;
using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Findings;

namespace StreamBet.Tests.Support;

/// <summary>Lets a test hold analyses and make them fail.</summary>
internal sealed class AnalyzerGate
{
    private TaskCompletionSource _open = Opened();
    private volatile Exception? _failure;

    /// <summary>Makes new analyses wait.</summary>
    public void Close() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets waiting analyses proceed.</summary>
    public void Open() => _open.TrySetResult();

    /// <summary>Whether deleting clips fails, as with a broken disk.</summary>
    public bool IsDiskBroken { get; set; }

    /// <summary>What the storing of clips fails with, as a full disk or a distant store does; null if it works.</summary>
    public Exception? AtUpload { get; set; }

    /// <summary>What the first look at a clip fails with; null if it works.</summary>
    public Exception? AtProbe { get; set; }

    /// <summary>What the reading of reference pictures fails with; null if it works.</summary>
    public Exception? AtPicture { get; set; }

    /// <summary>How often a clip was decoded for its fingerprints alone.</summary>
    public int Fingerprints { get; set; }

    /// <summary>What the analyzer needs and has not; null for what it really lacks.</summary>
    public IReadOnlyList<MissingPart>? Missing { get; set; }

    /// <summary>What the analyzer can find; null for what it really can.</summary>
    public Vocabulary? Vocabulary { get; set; }

    /// <summary>Called when an analysis is done, before its result is used; null for nothing.</summary>
    public Action? Done { get; set; }

    /// <summary>Whether every clip is examined, also one that another test has sent before.</summary>
    public bool IsExaminedAnew { get; set; }

    /// <summary>Makes analyses fail with this exception; null makes them work again.</summary>
    public void Fail(Exception? failure) => _failure = failure;

    internal async Task PassAsync(CancellationToken cancellationToken)
    {
        await _open.Task.WaitAsync(cancellationToken);
        if (_failure is { } failure)
            throw failure;
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}

/// <summary>The real analyzer behind a gate. It disposes of the real one, which the application does not
/// know.</summary>
internal sealed class GatedAnalyzer(IClipAnalyzer real, AnalyzerGate gate) : IClipAnalyzer, IDisposable
{
    public void Dispose() => (real as IDisposable)?.Dispose();

    public string Name => real.Name;

    public string? ServiceName => real.ServiceName;

    public Vocabulary Vocabulary => gate.Vocabulary ?? real.Vocabulary;

    public int Parallelism => real.Parallelism;

    public Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken cancellationToken) =>
        gate.Missing is { } missing ? Task.FromResult(missing) : real.FindMissingPartsAsync(cancellationToken);

    public Task<VideoMetadata> ProbeAsync(StoredClip clip, CancellationToken cancellationToken) =>
        gate.AtProbe is { } fault ? throw fault : real.ProbeAsync(clip, cancellationToken);

    public async Task<AnalyzedClip> AnalyzeAsync(
        AnalysisRequest request, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        await gate.PassAsync(cancellationToken);
        var analysis = gate.IsExaminedAnew || real.ServiceName is not null
            ? await real.AnalyzeAsync(request, observer, cancellationToken)
            : await RememberedAnalyses.AnalyzeAsync(real, request, observer, cancellationToken);
        gate.Done?.Invoke();
        return analysis;
    }
}

/// <summary>The real taker of fingerprints, counted.</summary>
internal sealed class CountedFingerprinter(IFingerprinter real, AnalyzerGate gate) : IFingerprinter, IDisposable
{
    public void Dispose() => (real as IDisposable)?.Dispose();

    public Task<TakenFingerprint> TakeAsync(StoredClip clip, VideoMetadata video, CancellationToken cancellationToken)
    {
        gate.Fingerprints++;
        return real.TakeAsync(clip, video, cancellationToken);
    }
}

/// <summary>The real store, on a disk that a test can break.</summary>
internal sealed class BreakableStore(IClipStore real, AnalyzerGate gate) : IClipStore
{
    public Task<IClipUpload> BeginAsync(Guid jobId, CancellationToken cancellationToken) =>
        gate.AtUpload is { } fault ? throw fault : real.BeginAsync(jobId, cancellationToken);

    public StoredClip? Find(Guid jobId) => real.Find(jobId);

    public Task DeleteAsync(Guid jobId, CancellationToken cancellationToken) =>
        gate.IsDiskBroken ? throw new IOException("The disk is broken.") : real.DeleteAsync(jobId, cancellationToken);

    public Task<int> SweepAsync(Func<Task<IReadOnlySet<Guid>>> readKept, CancellationToken cancellationToken) =>
        real.SweepAsync(readKept, cancellationToken);

    public Task<Readiness> InspectAsync(CancellationToken cancellationToken) => real.InspectAsync(cancellationToken);
}

/// <summary>The real reader of reference pictures, which a test can break.</summary>
internal sealed class BreakablePictureReader(IPictureReader real, AnalyzerGate gate) : IPictureReader
{
    public Task<DecodedPicture> ReadAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken) =>
        gate.AtPicture is { } fault ? throw fault : real.ReadAsync(file, cancellationToken);

    public Task<byte[]> EncodeAsync(DecodedPicture picture, CancellationToken cancellationToken) =>
        real.EncodeAsync(picture, cancellationToken);
}
