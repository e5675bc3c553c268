using StreamBet.Core.Vision.Pictures;
using Xunit.Abstractions;

namespace StreamBet.Tests.Vision.Pictures;

/// <summary>A reference picture cut out of one video decides where another shows it, and nothing else does: drawn with twenty
/// fonts over moving grounds, and encoded as on the net.</summary>
public sealed class DrawnBannerTests(ITestOutputHelper log)
{
    private const int Pairs = 48;
    private const int OthersOfEach = 13;

    // Above it decides YES; under it, with the residue under it too, NO.
    private const double Decides = 80;
    private const double Excludes = 20;

    // A smaller banner is not looked for (CoarseKernel.MinPixels), and one that fills the picture may not fit.
    private const double MinHeight = 17.0 / 360;
    private const double MaxWidth = 0.95;

    [Fact]
    public Task A_banner_decides_where_it_is_and_never_for_another() => CheckAsync(21, OthersOfEach, 0.9, 854, 30);

    [Trait("Category", "Long")]
    [Fact]
    public async Task Thousands_of_banners_decide_where_they_are_and_never_for_others()
    {
        (double Scale, int Width, int Crf)[] clips = [(1.1, 640, 28), (0.7, 640, 33), (0.8, 854, 33), (1.2, 1280, 30), (1, 640, 33)];
        for (var seed = 31; seed <= 40; seed++)
        {
            var (scale, width, crf) = clips[seed % clips.Length];
            await CheckAsync(seed, 18, scale, width, crf);
        }
    }

    private async Task CheckAsync(int seed, int othersOfEach, double scale, int width, int crf)
    {
        var banners = DrawnBanners.Make(Pairs, seed);
        var boxes = await DrawnBanners.BoxesAsync($"boxes-{seed}.mkv", banners, seed, 1);
        var originals = await DrawnBanners.DrawAsync($"originals-{seed}.mp4", banners, seed, 1, 1280, 26, 1280);
        var clip = await DrawnBanners.DrawAsync($"clip-{seed}.mp4", banners, seed + 1, scale, width, crf, PictureTemplate.MaxSide);
        var random = new Random(seed);
        var (asked, right, there, found, opaque, refused, wrong, details) = (0, 0, 0, 0, 0, new Dictionary<BannerKind, int>(), 0, new List<string>());
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < banners.Count; i++)
        {
            var (left, top, r, bottom) = boxes[i];
            var cut = DrawnBanners.Cut(
                originals[i], left - random.Next(0, 5), top - random.Next(0, 5), r + random.Next(0, 5), bottom + random.Next(0, 5));
            if (cut.Height * scale / 720 < MinHeight || cut.Width * scale / 1280 > MaxWidth)
                continue;
            var isUnclear = PictureCheck.WhyUnclear(cut, default) is not null;
            if (isUnclear)
                refused[banners[i].Kind] = refused.GetValueOrDefault(banners[i].Kind) + 1;
            if (isUnclear)
                continue;

            // What the game shows through is never found elsewhere, so its absence must not count.
            var isOpaque = PictureCheck.IsSurelyOpaque(cut);
            if (banners[i].Kind == BannerKind.HalfTransparent)
            {
                isOpaque.Should().BeFalse("{0} is half transparent", banners[i]);
                continue;
            }

            opaque += isOpaque ? 1 : 0;
            var template = new PictureTemplate(cut);
            var others = Enumerable.Range(0, othersOfEach).Select(_ => random.Next(clip.Count));
            foreach (var frame in (int[])[i, i ^ 1, .. others.Where(other => banners[other].Text != banners[i].Text)])
            {
                var likeness = template.Find(clip[frame])?.Likeness ?? -1;
                var (confidence, doubt) = PictureCertainty.Judge(likeness, -1);
                var isThere = frame == i;
                asked++;
                there += isThere ? 1 : 0;
                found += isThere && doubt >= Excludes ? 1 : 0;
                right += (isThere ? confidence > Decides : doubt < Excludes) ? 1 : 0;
                wrong += !isThere && confidence > Decides ? 1 : 0;
                if (isThere ? confidence <= Decides : doubt >= Excludes)
                    details.Add(FormattableString.Invariant(
                        $"{likeness:0.000} {banners[i]} {(isThere ? "missed" : $"on {banners[frame].Text}")} {cut.Width}x{cut.Height} #{i}"));
            }
        }

        var each = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds / Math.Max(1, asked);
        log.WriteLine(FormattableString.Invariant($"{asked} asked, {right} right, {wrong} wrong; {there} there, {found} not excluded, {opaque} surely opaque; ")
            + FormattableString.Invariant($"{each:0} ms each; refused: {string.Join(", ", refused)} of {banners.Count}"));
        details.ForEach(log.WriteLine);
        wrong.Should().Be(0);
        (opaque / (double)there).Should().BeGreaterThanOrEqualTo(0.9);
        (right / (double)asked).Should().BeGreaterThanOrEqualTo(0.95);
        (details.Count(detail => detail.Contains("missed", StringComparison.Ordinal)) / (double)there).Should().BeLessThanOrEqualTo(0.1);
    }
}
