using System.Reflection;

namespace StreamBet.Web.Host;

/// <summary>What this program is.</summary>
internal static class Product
{
    /// <summary>Its version, such as 0.1.0.</summary>
    public static readonly string Version = typeof(Product).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
