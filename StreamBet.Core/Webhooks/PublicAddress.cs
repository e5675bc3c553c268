using System.Net;
using System.Net.Sockets;

namespace StreamBet.Core.Webhooks;

/// <summary>Tells the addresses of the public internet from those that a message of a stranger's webhook must not reach: this
/// machine, its network, and whatever leads to them.</summary>
public static class PublicAddress
{
    // By IANA's registries of special-purpose addresses; multicast and reserved ones too.
    private static readonly IPNetwork[] NotPublic4 = Parse(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    // All that is public lies in here. What stands outside: ::, ::1, NAT64 (64:ff9b::/96) ones, which lead to an IPv4 address, unique
    // local, link-local and multicast ones.
    private static readonly IPNetwork Unicast6 = IPNetwork.Parse("2000::/3");

    // Teredo and other protocols' own, documentation, and 6to4, which leads to an IPv4 address.
    private static readonly IPNetwork[] NotPublic6 = Parse("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /// <summary>Whether an address is of the public internet.</summary>
    public static bool Is(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !NotPublic4.Any(network => network.Contains(address)),

        // Of an IPv4-mapped one a network compares the IPv4 address within, so it has to be asked for first.
        AddressFamily.InterNetworkV6 => !address.IsIPv4MappedToIPv6 && Unicast6.Contains(address)
            && !NotPublic6.Any(network => network.Contains(address)),
        _ => false,
    };

    private static IPNetwork[] Parse(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}
