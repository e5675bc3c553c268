using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StreamBet.Core.Kernel;
using StreamBet.Web.Shared.Verdicts;

namespace StreamBet.Web.Features.Sharing;

/// <summary>A picture of a market.</summary>
/// <param name="Png">Its bytes.</param>
/// <param name="Tag">What it shows, as a hash.</param>
internal sealed record SharedPicture(byte[] Png, string Tag);

/// <summary>The pictures of markets, each drawn once for everyone and away from the requests: one at a time, and a market's next
/// not before a few seconds have passed, however often its odds change. Where servers share a cache, one of them draws for all.</summary>
internal sealed class SharePictures(ShareReader reader, DrawnElsewhere elsewhere, TimeProvider time) : IDisposable
{
    /// <summary>The most pictures that wait to be drawn.</summary>
    public const int MaxWaiting = 32;

    private const int MaxKept = 64;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    private readonly ShareFonts _fonts = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Kept> _kept = [];
    private int _drawn;
    private int _waiting;

    /// <summary>How many wait to be drawn, or are being drawn.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>The turn to draw.</summary>
    internal SemaphoreSlim Turn { get; } = new(1);

    /// <summary>How many were drawn so far.</summary>
    public int Drawn => Volatile.Read(ref _drawn);

    /// <summary>The picture of a market; null if there is none for everyone. While too many others wait, the one before is good
    /// enough.</summary>
    /// <exception cref="RefusedException">Too many wait, and there is none before (503).</exception>
    public async Task<SharedPicture?> FindAsync(long marketId, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(marketId, cancellationToken) is not var (facts, frame))
            return null;
        return await Keep(marketId, facts, frame).Picture.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Turn.Dispose();
        _fonts.Dispose();
    }

    private Kept Keep(long marketId, ShareFacts facts, PublicFrame? frame)
    {
        var tag = TagOf(facts, frame);
        lock (_gate)
        {
            if (_kept.TryGetValue(marketId, out var kept) && !kept.Picture.IsFaulted
                && (kept.Tag == tag || (kept.Headline == facts.Headline && kept.Frame == frame?.Address && time.GetElapsedTime(kept.At) < Pace)))
            {
                return kept;
            }

            if (_waiting >= MaxWaiting)
                return kept is { Picture.IsCompletedSuccessfully: true } ? kept : throw Busy();
            Interlocked.Increment(ref _waiting);
            if (_kept.Count >= MaxKept)
                _kept.Remove(_kept.MinBy(other => other.Value.At).Key);
            return _kept[marketId] = new Kept(
                tag, facts.Headline, frame?.Address, time.GetTimestamp(), Task.Run(() => DrawAsync(marketId, tag, facts, frame)));
        }
    }

    private async Task<SharedPicture> DrawAsync(long marketId, string tag, ShareFacts facts, PublicFrame? frame)
    {
        try
        {
            if (await elsewhere.FindAsync(marketId, tag) is { } drawn)
                return new SharedPicture(drawn, tag);
            var png = await DrawAsync(facts, frame);
            await elsewhere.ShareAsync(marketId, tag, png);
            return new SharedPicture(png, tag);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<byte[]> DrawAsync(ShareFacts facts, PublicFrame? frame)
    {
        await Turn.WaitAsync();
        try
        {
            var jpeg = frame is null ? null : await reader.FindFrameAsync(frame);
            Interlocked.Increment(ref _drawn);
            return SharePainter.Draw(facts, jpeg, frame?.Boxes ?? [], _fonts);
        }
        finally
        {
            Turn.Release();
        }
    }

    private static RefusedException Busy() => new(new Refusal(
        RefusalKind.Unavailable, "pictures_busy", $"{MaxWaiting} pictures are waiting to be drawn, which is the limit. Try again in a moment.")
    { RetryAfter = Pace });

    private static string TagOf(ShareFacts facts, PublicFrame? frame) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{facts}\n{frame?.JobId} {frame?.At}"))))[..32];

    private sealed record Kept(string Tag, string Headline, string? Frame, long At, Task<SharedPicture> Picture);
}
