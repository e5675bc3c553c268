using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks;

/// <summary>5,000 viewers of one overlay: what each costs the server in memory, and how soon all of them see a stake.</summary>
internal static class OverlayBenchmark
{
    private const int Viewers = 5_000, Stakes = 10;

    public static async Task RunAsync()
    {
        using var folder = new TemporaryFolder();
        using var server = await ServerProcess.StartApplicationAsync(
            folder.Path, "--StreamBet:Limits:Circuits", "1000000", "--StreamBet:Limits:ReadsPerMinute", "1000000");
        using var client = server.NewClient();
        await OpenAsync(server.Address, 50);
        var before = server.Memory;
        var viewers = await OpenAsync(server.Address, Viewers);
        var open = server.Memory;

        var taken = new List<double>();
        for (var stake = 0; stake < Stakes; stake++)
        {
            var start = Stopwatch.GetTimestamp();
            await client.PostJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 1 }, HttpStatusCode.Created);
            await Task.WhenAll(viewers.Select(viewer => ReadStateAsync(viewer)));
            taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        taken.Sort();
        Print($"{Viewers} viewers:  {(open - before) / 1024.0 / Viewers:0.0} kB each when open, {(server.Memory - before) / 1024.0 / Viewers:0.0} kB after {Stakes} stakes (wanted under 50)");
        Print($"stake to all:   {taken[Stakes / 2]:0} ms (median of {Stakes}, the slowest {taken[^1]:0})");
        foreach (var viewer in viewers)
            viewer.Dispose();
    }

    private static async Task<Socket[]> OpenAsync(Uri address, int count)
    {
        var request = Encoding.ASCII.GetBytes($"GET /overlay/1/events HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n");
        var viewers = new Socket[count];
        for (var viewer = 0; viewer < count; viewer++)
        {
            viewers[viewer] = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await viewers[viewer].ConnectAsync(IPAddress.Loopback, address.Port);
            await viewers[viewer].SendAsync(request);
            await ReadStateAsync(viewers[viewer]);
        }

        return viewers;
    }

    // An event is short and comes in few pieces.
    private static async Task ReadStateAsync(Socket viewer)
    {
        var (buffer, text) = (new byte[4096], new StringBuilder());
        do
        {
            var read = await viewer.ReceiveAsync(buffer);
            text.Append(Encoding.UTF8.GetString(buffer, 0, read > 0 ? read : throw new IOException("The server closed the connection.")));
        }
        while (text.ToString() is var got && !(got.IndexOf("event: state", StringComparison.Ordinal) is >= 0 and var at
            && got.IndexOf("\n\n", at, StringComparison.Ordinal) >= 0));
    }

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
