using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace StreamBet.Web.Host;

/// <summary>The keys of cookies, in the data directory and in Redis. What one of them has lost is read from the other one and stored
/// again, so that nobody is signed out.</summary>
/// <param name="folder">The data directory's.</param>
/// <param name="redis">Redis's.</param>
/// <param name="isAway">Whether Redis can't be used.</param>
/// <param name="logger">The log.</param>
internal sealed partial class SharedKeys(
    IXmlRepository folder, Lazy<IXmlRepository> redis, Func<bool> isAway, ILogger<SharedKeys> logger) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var here = folder.GetAllElements();
        IReadOnlyCollection<XElement> there = [];
        if (!TryShare(() => there = redis.Value.GetAllElements()))
            return here;
        var (known, shared) = (here.Select(IdOf).ToHashSet(), there.Select(IdOf).ToHashSet());
        var lost = there.Where(element => known.Add(IdOf(element))).ToList();
        foreach (var element in lost)
            Restore(element);
        foreach (var element in here.Where(element => shared.Add(IdOf(element))))
            TryShare(() => redis.Value.StoreElement(element, NameOf(element)));
        return [.. here, .. lost];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        folder.StoreElement(element, friendlyName);
        TryShare(() => redis.Value.StoreElement(element, friendlyName));
    }

    private void Restore(XElement element)
    {
        try
        {
            folder.StoreElement(element, NameOf(element));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Another server may just have done so.
            LogNotRestored(fault);
        }
    }

    // The framework looks at the keys from time to time, so that what is not stored now is stored later.
    private bool TryShare(Action share)
    {
        if (isAway())
            return false;
        try
        {
            share();
            return true;
        }
        catch (Exception fault)
        {
            LogNotShared(fault);
            return false;
        }
    }

    // A revocation of all keys has none.
    private static string IdOf(XElement element) => element.Attribute("id")?.Value is { } id
        ? $"{element.Name.LocalName}-{id}"
        : element.ToString(SaveOptions.DisableFormatting);

    private static string NameOf(XElement element) => $"{element.Name.LocalName}-{element.Attribute("id")?.Value ?? $"{Guid.NewGuid()}"}";

    [LoggerMessage(380, LogLevel.Warning, "A key of cookies that the data directory lacks could not be stored there.")]
    private partial void LogNotRestored(Exception exception);

    [LoggerMessage(381, LogLevel.Warning, "The keys of cookies could not be compared with those in Redis; those of the data directory are used.")]
    private partial void LogNotShared(Exception exception);
}
