using StreamBet.Core.Media;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Detection;

namespace StreamBet.Core.Vision.Packs.Fitting;

/// <summary>What was learned about a pack's classes.</summary>
/// <param name="Calibration">The calibration of those that could be calibrated.</param>
/// <param name="Refused">Why the others could not, a sentence each.</param>
internal sealed record PackFitResult(PackCalibration Calibration, IReadOnlyList<string> Refused);

/// <summary>Calibrates a pack on labelled clips.</summary>
/// <param name="probe">Reads a clip's properties.</param>
/// <param name="frames">Decodes clips into samples.</param>
/// <param name="samplesPerSecond">Samples per second, as in an analysis.</param>
internal sealed class PackFit(IClipProbe probe, IFrameSource frames, int samplesPerSecond)
{
    // Shorter than this, a class is neither plainly there nor absent.
    private static readonly TimeSpan PlainlyThere = TimeSpan.FromSeconds(2);

    /// <summary>Runs a pack over the clips and fits its classes.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="onClip">Called before each clip.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<PackFitResult> RunAsync(
        DetectorPack pack, IReadOnlyList<LabelledClip> clips, Func<LabelledClip, Task> onClip, CancellationToken cancellationToken)
    {
        var classes = pack.Manifest.Classes;
        var scores = classes.Select(_ => new List<ClipScore>()).ToList();
        foreach (var clip in clips)
        {
            await onClip(clip);
            var signs = (await ExamineAsync(pack, clip, cancellationToken)).ToSigns().ToLookup(sign => sign.Class);
            for (var number = 0; number < classes.Count; number++)
            {
                if (classes[number] is { } known && ScoreOf(known, clip, [.. signs[number]]) is { } score)
                    scores[number].Add(score);
            }
        }

        var (fitted, refused) = (new List<ClassCalibration>(), new List<string>());
        for (var number = 0; number < classes.Count; number++)
        {
            if (classes[number] is not { } known)
                continue;
            if (ClassFit.Fit(known.Name, scores[number], CalibrationTable.Shipped.Prior, out var whyNot) is { } calibration)
                fitted.Add(calibration);
            else
                refused.Add(whyNot!);
        }

        return new PackFitResult(new PackCalibration(pack.Basis, clips.Count, fitted), refused);
    }

    private async Task<PackSigns> ExamineAsync(DetectorPack pack, LabelledClip clip, CancellationToken cancellationToken)
    {
        var video = await probe.ProbeAsync(clip.Path, cancellationToken);
        var picture = new PackPicture(pack.Manifest.Input, new FrameGeometry(video.Width, video.Height));
        var signs = new PackSigns();
        var samples = frames.ReadAsync(
            clip.Path, video, CenterNetDetector.FrameSize, samplesPerSecond, new DecodeReport(), cancellationToken);
        await foreach (var frame in samples)
        {
            using (frame)
                signs.Add(frame.Index, pack.Detect(frame.Rgb, picture));
        }

        return signs;
    }

    // Null where the class is there, but not plainly.
    private ClipScore? ScoreOf(PackClass known, LabelledClip clip, List<PackSign> signs)
    {
        var spans = clip.Labels.Where(span => span.Name == known.Name).ToList();
        if (spans.Count > 0)
        {
            spans.RemoveAll(span => span.To - span.From < PlainlyThere);
            if (spans.Count == 0)
                return null;
            signs = signs.FindAll(sign => spans.Exists(span => Shows(span, sign)));
        }

        return new ClipScore(
            spans.Count > 0,
            signs.Where(sign => sign.IsSupported).Select(sign => sign.Score).DefaultIfEmpty(0).Max(),
            signs.Select(sign => sign.Score).DefaultIfEmpty(0).Max());
    }

    private bool Shows(LabelledSpan span, PackSign sign)
    {
        var at = TimeSpan.FromSeconds(sign.Sample / (double)samplesPerSecond);
        return at >= span.From && at <= span.To;
    }
}
