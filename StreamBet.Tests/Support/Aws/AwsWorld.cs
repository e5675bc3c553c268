using System.Runtime.CompilerServices;
using Amazon.Runtime.Internal;

namespace StreamBet.Tests.Support.Aws;

/// <summary>What the application finds at AWS: an S3 server with a bucket, and a Rekognition that reads from it. Both
/// can be made to fail.</summary>
internal sealed class AwsWorld : IAsyncDisposable
{
    /// <summary>The environment variable that names the credentials file.</summary>
    public const string CredentialsVariable = "AWS_SHARED_CREDENTIALS_FILE";

    /// <summary>The profile with valid credentials.</summary>
    public const string Profile = "streambet-tests";

    /// <summary>The profile with expired credentials.</summary>
    public const string ExpiredProfile = "streambet-expired";

    private const string ExpiredKey = "STREAMBETEXPIRED";

    private AwsWorld(S3Server server, FaultyS3 s3, RekognitionEmulator rekognition, string bucket)
    {
        (Server, S3, Rekognition, Bucket) = (server, s3, rekognition, bucket);
        rekognition.S3Endpoint = s3.Address;

        // The emulator does not open clips, so it cannot know how long one is.
        rekognition.VideoMetadata.Remove("DurationMillis");
        rekognition.Expire(ExpiredKey);
        s3.Expire(ExpiredKey);
    }

    /// <summary>The server that holds the objects.</summary>
    public S3Server Server { get; }

    /// <summary>The S3 endpoint that the application and Rekognition use.</summary>
    public FaultyS3 S3 { get; }

    public RekognitionEmulator Rekognition { get; }

    public string Bucket { get; }

    /// <summary>The settings that point the application at these servers, with short waits.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings =>
    [
        ("StreamBet:Analyzer", "aws"), ("Aws:Bucket", Bucket), ("Aws:Region", "eu-west-1"), ("Aws:Profile", Profile),
        ("Aws:S3ServiceUrl", S3.Address.ToString()), ("Aws:RekognitionServiceUrl", Rekognition.Address.ToString()),
        ("Aws:CallsPerSecond", "100"), ("Aws:PollInterval", "00:00:00.050"), ("Aws:SlotInterval", "00:00:00.050"),
        ("Aws:Patience", "00:00:02"),
    ];

    /// <summary>Starts everything except the application.</summary>
    public static async Task<AwsWorld> StartAsync(TimeProvider? time = null)
    {
        RuntimePipelineCustomizerRegistry.Instance.Register(new ShortBackoff());
        var server = await S3Server.SharedAsync();
        return new AwsWorld(
            server, await FaultyS3.StartAsync(server, time), await RekognitionEmulator.StartAsync(time),
            await server.CreateBucketAsync());
    }

    /// <summary>Starts the application in this process.</summary>
    /// <param name="settings">Settings to override.</param>
    public TestApp StartApp(params (string Key, string Value)[] settings) => TestApp.Start(With(settings));

    /// <summary>Starts the application on the data of an earlier run.</summary>
    /// <param name="dataDirectory">The data directory.</param>
    /// <param name="time">Its clock; null for the system clock.</param>
    /// <param name="settings">Settings to override.</param>
    public TestApp StartAppOn(string dataDirectory, TimeProvider? time, params (string Key, string Value)[] settings) =>
        TestApp.StartOn(dataDirectory, time, With(settings));

    /// <summary>The settings as command-line arguments for a server in a process of its own.</summary>
    public string[] Arguments(params (string Key, string Value)[] settings) =>
        [.. With(settings).Select(setting => $"--{setting.Key}={setting.Value}")];

    /// <summary>Fails unless no trace of any clip is left: no object, no unfinished upload and no file.</summary>
    public async Task EnsureNothingIsLeftAsync(TestApp application)
    {
        (await Server.ListKeysAsync(Bucket)).Should().BeEmpty("no object may be left");
        (await Server.ListUploadsAsync(Bucket)).Should().BeEmpty("no upload may be left unfinished");
        application.HeldClips.Should().BeEmpty("no file may be left");
        (await LeftoversAsync(application)).Should().Be(0);
    }

    /// <summary>The number of clips that the health endpoint reports as not deleted.</summary>
    public static async Task<int> LeftoversAsync(TestApp application) =>
        (await application.Local.GetJsonAsync("/api/health")).GetProperty("leftover_clips").GetInt32();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await S3.DisposeAsync();
        await Rekognition.DisposeAsync();
    }

    private (string Key, string Value)[] With((string Key, string Value)[] settings) =>
        [.. Settings.Where(setting => settings.All(other => other.Key != setting.Key)), .. settings];

    // The SDK reads this path only from the environment and caches what it finds, so it must be set before any test
    // touches the SDK.
    [ModuleInitializer]
    internal static void NameCredentials()
    {
        Environment.SetEnvironmentVariable(
            CredentialsVariable, Path.Combine(Repository.Root, "StreamBet.Tests", "Support", "Aws", "credentials"));
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
    }
}
