using System.Net;
using System.Net.Sockets;

namespace StreamBet.Tests.Support;

/// <summary>People who come from network addresses of their own.</summary>
internal static class Visitors
{
    /// <summary>A client without cookies that comes from an address of the loopback network, such as 127.0.0.2.</summary>
    public static HttpClient NewClientFrom(this TestApp app, string address) => New(app.Address, address, new CookieContainer());

    /// <summary>A guest who comes from an address of the loopback network.</summary>
    public static async Task<HttpClient> NewGuestFromAsync(this TestApp app, string address)
    {
        var client = New(app.Address, address, new CookieContainer());
        await client.OpenPageAsync();
        return client;
    }

    /// <summary>Opens the page, which makes a guest of who has no cookie.</summary>
    public static async Task<HttpResponseMessage> OpenPageAsync(this HttpClient client)
    {
        using var page = new HttpRequestMessage(HttpMethod.Get, "/");
        page.Headers.Accept.ParseAdd("text/html");
        return (await client.SendAsync(page)).EnsureSuccessStatusCode();
    }

    private static HttpClient New(Uri server, string address, CookieContainer cookies) => new(new SocketsHttpHandler
    {
        CookieContainer = cookies,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    })
    {
        BaseAddress = server,
        Timeout = TimeSpan.FromMinutes(3),
    };
}
