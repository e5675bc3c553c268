using System.Reflection;

namespace StreamBet.Web.Host;

/// <summary>The program's own properties.</summary>
internal static class Product
{
    /// <summary>Its version, such as 0.1.0.</summary>
    public static readonly string Version = typeof(Product).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
