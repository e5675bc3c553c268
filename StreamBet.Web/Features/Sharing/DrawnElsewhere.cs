using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;
using StreamBet.Core.Redis;
using StreamBet.Web.Host;

namespace StreamBet.Web.Features.Sharing;

/// <summary>Pictures that another server has drawn, where servers share a cache. Each is sealed with the keys of cookies for what it
/// shows and for the version that drew it: one that is old, of another version or not from a server of these is none.</summary>
internal sealed class DrawnElsewhere(IDataProtectionProvider protection, IDistributedCache? cache = null, RedisConnection? redis = null)
{
    // A market shares its place with others, so that the cache can't grow.
    private const int Places = 256;
    private const int MaxBytes = 1 << 19;

    private static readonly DistributedCacheEntryOptions Life = new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(10) };

    /// <summary>The picture of a market; null if there is none.</summary>
    /// <param name="marketId">The market.</param>
    /// <param name="tag">What it shows.</param>
    public async Task<byte[]?> FindAsync(long marketId, string tag)
    {
        if (cache is null || redis is { IsAway: true })
            return null;
        try
        {
            return await cache.GetAsync(PlaceOf(marketId)) is { } sealedPicture ? Protector(tag).Unprotect(sealedPicture) : null;
        }
        catch (Exception fault) when (fault is CryptographicException || RedisConnection.IsFault(fault))
        {
            return null;
        }
    }

    /// <summary>Lets other servers have a picture.</summary>
    public async Task ShareAsync(long marketId, string tag, byte[] png)
    {
        if (cache is null || redis is { IsAway: true } || png.Length > MaxBytes)
            return;
        try
        {
            await cache.SetAsync(PlaceOf(marketId), Protector(tag).Protect(png), Life);
        }
        catch (Exception fault) when (RedisConnection.IsFault(fault))
        {
            // They draw it themselves.
        }
    }

    private static string PlaceOf(long marketId) => $"picture:{marketId % Places}";

    private IDataProtector Protector(string tag) => protection.CreateProtector("StreamBet.Pictures", Product.Version, tag);
}
