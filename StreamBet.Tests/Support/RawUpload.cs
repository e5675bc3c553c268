using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace StreamBet.Tests.Support;

/// <summary>A hand-written upload that can stop where no well-behaved client stops.</summary>
internal sealed class RawUpload : IDisposable
{
    private const string Boundary = "raw-upload-boundary";

    private readonly TcpClient _client = new();
    private NetworkStream _stream = null!;

    /// <summary>Announces a clip and sends the beginning of the form.</summary>
    public static async Task<RawUpload> BeginAsync(Uri server, string key, long announcedBytes, string query = "")
    {
        var upload = new RawUpload();
        await upload._client.ConnectAsync(server.Host, server.Port);
        upload._stream = upload._client.GetStream();
        var head = $"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"clip.mp4\"\r\n\r\n";
        var length = announcedBytes + Encoding.ASCII.GetByteCount(head) + Boundary.Length + 8;
        await upload.SendAsync(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST /api/analyze{query} HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n"
            + $"Content-Type: multipart/form-data; boundary={Boundary}\r\nContent-Length: {length}\r\n\r\n{head}")));
        return upload;
    }

    /// <summary>Sends bytes of the clip.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    /// <summary>Ends the form.</summary>
    public Task EndAsync() => SendAsync(Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n"));

    /// <summary>Reads the whole answer.</summary>
    public async Task<string> ReadAnswerAsync()
    {
        using var reader = new StreamReader(_stream, Encoding.UTF8, leaveOpen: true);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
