using System.Runtime.CompilerServices;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Tests.Vision.Tfjs;

namespace StreamBet.Tests.Vision;

/// <summary>Gives the test pattern as every sample, and keeps the frames so that a test can see them given
/// back.</summary>
internal sealed class StillFrames(int count) : IFrameSource
{
    private readonly List<Frame> _frames = [];

    /// <summary>What happens in place of a sample of that number, or after the last one.</summary>
    public Action<int>? Before { get; init; }

    /// <summary>Frames handed out.</summary>
    public int Given => _frames.Count;

    /// <summary>Whether every frame that was handed out was given back.</summary>
    public bool AllGivenBack => _frames.TrueForAll(IsGivenBack);

    public async IAsyncEnumerable<Frame> ReadAsync(
        string path, VideoMetadata video, IReadOnlyList<int> sizes, int samplesPerSecond, DecodeReport report, [EnumeratorCancellation] CancellationToken ct)
    {
        var pictures = sizes.Select(TestPattern.Bytes).ToList();
        for (var index = 0; index < count; index++)
        {
            Before?.Invoke(index);
            ct.ThrowIfCancellationRequested();
            await Task.Yield();
            var frame = Frame.Rent(index, [.. sizes]);
            for (var place = 0; place < pictures.Count; place++)
                pictures[place].CopyTo(frame.WritableIn(place));
            _frames.Add(frame);
            yield return frame;
        }

        Before?.Invoke(count);
    }

    private static bool IsGivenBack(Frame frame)
    {
        try
        {
            _ = frame.Rgb;
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
