using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StreamBet.Tests.Support;

/// <summary>A hand-written upload that can stop where no well-behaved client stops.</summary>
internal sealed class RawUpload : IDisposable
{
    private const string Boundary = "raw-upload-boundary";

    private readonly TcpClient _client = new(AddressFamily.InterNetwork);
    private NetworkStream _stream = null!;

    /// <summary>Announces a clip and sends the beginning of the form.</summary>
    public static Task<RawUpload> BeginAsync(Uri server, string key, long announcedBytes, string query = "") =>
        BeginAsync(server, IPAddress.Loopback, $"Authorization: Bearer {key}\r\n", announcedBytes, $"/api/analyze{query}", "");

    /// <summary>The same for a verdict without a market.</summary>
    public static Task<RawUpload> BeginVerdictAsync(Uri server, string key, long announcedBytes, string criterion) => BeginAsync(
        server, IPAddress.Loopback, $"Authorization: Bearer {key}\r\n", announcedBytes, "/api/verdicts",
        $"--{Boundary}\r\nContent-Disposition: form-data; name=\"criterion\"\r\n\r\n{criterion}\r\n");

    /// <summary>Announces a clip and sends it without a form.</summary>
    public static async Task<RawUpload> BeginPutAsync(Uri server, string key, string path, long announcedBytes)
    {
        var upload = new RawUpload();
        await upload.ConnectAsync(server, IPAddress.Loopback);
        await upload.SendAsync(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"PUT {path} HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {key}\r\nConnection: close\r\nContent-Length: {announcedBytes}\r\n\r\n")));
        return upload;
    }

    /// <summary>The same as a new guest, who comes from an address of the loopback network.</summary>
    public static Task<RawUpload> BeginAsGuestAsync(Uri server, string address, long announcedBytes, string query = "") =>
        BeginAsync(server, IPAddress.Parse(address), "", announcedBytes, $"/api/analyze{query}", "");

    private static async Task<RawUpload> BeginAsync(
        Uri server, IPAddress address, string headers, long announcedBytes, string path, string fields)
    {
        var upload = new RawUpload();
        await upload.ConnectAsync(server, address);
        var head = $"{fields}--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"clip.mp4\"\r\n\r\n";
        var length = announcedBytes + Encoding.ASCII.GetByteCount(head) + Boundary.Length + 8;
        await upload.SendAsync(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{headers}Connection: close\r\n"
            + $"Content-Type: multipart/form-data; boundary={Boundary}\r\nContent-Length: {length}\r\n\r\n{head}")));
        return upload;
    }

    private async Task ConnectAsync(Uri server, IPAddress from)
    {
        _client.Client.Bind(new IPEndPoint(from, 0));
        await _client.ConnectAsync(server.Host, server.Port);
        _stream = _client.GetStream();
    }

    /// <summary>Sends bytes of the clip.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    /// <summary>Ends the form.</summary>
    public Task EndAsync() => SendAsync(Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n"));

    /// <summary>Whether the server has begun to answer, or has closed the connection.</summary>
    public bool IsAnswered => _client.Client.Poll(0, SelectMode.SelectRead);

    /// <summary>Reads what the server answers first, without waiting for the end of the connection.</summary>
    public async Task<string> ReadHeadAsync()
    {
        var buffer = new byte[4_096];
        var read = await _stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        return Encoding.ASCII.GetString(buffer, 0, read);
    }

    /// <summary>Reads the whole answer. A server that answers before the end of a clip may reset the connection once it has
    /// answered, because bytes of the clip are still on their way.</summary>
    public async Task<string> ReadAnswerAsync()
    {
        using var answer = new MemoryStream();
        try
        {
            await _stream.CopyToAsync(answer).WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (IOException) when (answer.Length > 0)
        {
            // What came before the reset is the answer.
        }

        return Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
