using System.Diagnostics;
using System.Globalization;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace StreamBet.Tests.Support.Aws;

/// <summary>A local S3 server in a process of its own that stores in memory and checks no signatures. It ends when the
/// test process ends, even if that crashes.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    /// <summary>Obviously fake credentials.</summary>
    public const string AccessKey = "STREAMBETTESTS";

    /// <inheritdoc cref="AccessKey"/>
    public const string SecretKey = "not-a-secret";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly string Folder = Path.Combine(Repository.Root, "StreamBet.Tests", "Support", "Aws", "S3");
    private static readonly Lazy<Task<S3Server>> Shared = new(StartAsync);

    private readonly Process _process;

    private S3Server(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Client = NewClient(address, retries: 3);
    }

    /// <summary>The address it listens on: the client's ServiceURL, path-style.</summary>
    public Uri Address { get; }

    /// <summary>Its process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>A client of it.</summary>
    public IAmazonS3 Client { get; }

    /// <summary>The server that tests share, each with its own bucket. Do not dispose of it.</summary>
    public static Task<S3Server> SharedAsync() => Shared.Value;

    /// <summary>Starts a server that only the caller uses.</summary>
    public static async Task<S3Server> StartAsync()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            throw new InvalidOperationException("The S3 server of the tests is not there; ./test.sh fetches it.");
        var process = Process.Start(new ProcessStartInfo("node", ["server.mjs"])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        if (await process.StandardOutput.ReadLineAsync() is not { } port)
        {
            throw new InvalidOperationException(
                "The S3 server of the tests ended before it listened; it needs Node.js 20 or later.");
        }

        return new S3Server(process, new Uri($"http://127.0.0.1:{int.Parse(port, CultureInfo.InvariantCulture)}"));
    }

    /// <summary>A client for this server or a proxy in front of it. With 0 retries it really tries once: the SDK counts
    /// retries after a broken connection separately.</summary>
    public static IAmazonS3 NewClient(Uri address, string accessKey = AccessKey, int retries = 0) => new AmazonS3Client(
        new BasicAWSCredentials(accessKey, SecretKey),
        new AmazonS3Config
        {
            ServiceURL = address.ToString(),
            AuthenticationRegion = "us-east-1",
            ForcePathStyle = true,
            MaxErrorRetry = retries,
            MaxStaleConnectionRetries = retries,
        });

    /// <summary>Creates a bucket and returns its name.</summary>
    public async Task<string> CreateBucketAsync()
    {
        var bucket = $"streambet-{Guid.NewGuid():N}";
        await Client.PutBucketAsync(bucket);
        return bucket;
    }

    /// <summary>The keys of the objects in a bucket.</summary>
    public async Task<IReadOnlyList<string>> ListKeysAsync(string bucket) =>
    [
        .. (await Client.ListObjectsV2Async(new() { BucketName = bucket })).S3Objects?.Select(entry => entry.Key) ?? [],
    ];

    /// <summary>The keys of a bucket's multipart uploads that are neither completed nor aborted.</summary>
    public async Task<IReadOnlyList<string>> ListUploadsAsync(string bucket) =>
    [
        .. (await Client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = bucket }))
            .MultipartUploads?.Select(upload => upload.Key) ?? [],
    ];

    /// <summary>The bytes of an object.</summary>
    public async Task<byte[]> ReadAsync(string bucket, string key)
    {
        using var response = await Client.GetObjectAsync(bucket, key);
        using var bytes = new MemoryStream();
        await response.ResponseStream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>Stops the server.</summary>
    /// <exception cref="TimeoutException">It did not stop and was killed.</exception>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.StandardInput.Close(); // this also happens when the tests die
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            if (!_process.HasExited)
                _process.Kill();
            _process.Dispose();
        }
    }
}
