using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Kernel;
using StreamBet.Core.Media;

namespace StreamBet.Tests.Support;

/// <summary>The whole application in this process, on a real Kestrel at a free port of the loopback address, with a data
/// directory of its own. Its parts are the real ones. The loaded models and what they found are shared by all tests
/// (<see cref="RememberedAnalyses"/>), and a test can hold the analyzer, make it fail, and break the disk.</summary>
internal sealed class TestApp : WebApplicationFactory<Program>
{
    /// <summary>The setting that names another ffmpeg; only what looks for it just then notices.</summary>
    public const string Ffmpeg = "Test:Ffmpeg";

    /// <summary>The setting that has the analyzer wait from the start, as if its gate were closed.</summary>
    public static readonly (string Key, string Value) HeldBack = ("Test:HeldBack", "true");

    private readonly Dictionary<string, string> _settings;
    private readonly TimeProvider? _time;
    private readonly TemporaryFolder? _ownData;

    private TestApp(string? dataDirectory, TimeProvider? time, IEnumerable<(string Key, string Value)> settings)
    {
        _ownData = dataDirectory is null ? new TemporaryFolder() : null;
        DataDirectory = dataDirectory ?? _ownData!.Path;
        _time = time;
        _settings = settings.ToDictionary(setting => setting.Key, setting => setting.Value);
        if (_ownData is not null || TestDatabase.Default != TestDatabase.Sqlite)
            _settings.TryAdd("StreamBet:Database", TestDatabase.Default.EnsureAsync(DataDirectory).GetAwaiter().GetResult());
        UseKestrel(0);
        StartServer();
        Address = WhereItListens();
        Local = NewClient(Key);
    }

    /// <summary>The data directory.</summary>
    public string DataDirectory { get; }

    /// <summary>The address it listens on.</summary>
    public Uri Address { get; }

    /// <summary>The key of this machine.</summary>
    public string Key => LocalKeyFile.Read(DataDirectory);

    /// <summary>A client with the key of this machine: the account <c>local</c>.</summary>
    public HttpClient Local { get; }

    /// <summary>Holds analyses or makes them fail.</summary>
    public AnalyzerGate Gate => Services.GetRequiredService<AnalyzerGate>();

    /// <summary>The clips stored at this moment, complete or not.</summary>
    public string[] HeldClips =>
        Directory.Exists(Path.Combine(DataDirectory, "clips")) ? Directory.GetFiles(Path.Combine(DataDirectory, "clips")) : [];

    /// <summary>Starts the application.</summary>
    /// <param name="settings">Settings in addition to the data directory.</param>
    public static TestApp Start(params (string Key, string Value)[] settings) => new(null, null, settings);

    /// <summary>Starts the application on a clock of the test's.</summary>
    public static TestApp Start(TimeProvider time) => new(null, time, []);

    /// <summary>Starts the application on the data of an earlier one.</summary>
    public static TestApp StartOn(
        string dataDirectory, TimeProvider? time = null, params (string Key, string Value)[] settings) =>
        new(dataDirectory, time, settings);

    /// <summary>A client without cookies.</summary>
    public HttpClient NewClient(string? apiKey = null)
    {
        var client = new HttpClient(NewHandler()) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(3) };
        if (apiKey is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return client;
    }

    /// <summary>A client like a browser that has opened the page: a guest, identified by its cookie.</summary>
    public async Task<HttpClient> NewGuestAsync()
    {
        var client = new HttpClient(NewHandler())
        {
            BaseAddress = Address,
            Timeout = TimeSpan.FromMinutes(3),
        };
        using var page = new HttpRequestMessage(HttpMethod.Get, "/");
        page.Headers.Accept.ParseAdd("text/html");
        (await client.SendAsync(page)).EnsureSuccessStatusCode();
        return client;
    }

    // Whoever calls is elsewhere: their spans are none of the application's.
    private static SocketsHttpHandler NewHandler() => new() { ActivityHeadersPropagator = null };

    // A server that failed before listening, for example because of wrong settings, still has port 0 in its address.
    private Uri WhereItListens()
    {
        var address = Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>()
            .Addresses.Select(text => new Uri(text)).First();
        return address.Port != 0 ? address : throw new InvalidOperationException("StreamBet didn't start; see the standard error.");
    }

    private bool IsLockFree()
    {
        try
        {
            using var file = new FileStream(
                Path.Combine(DataDirectory, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(DataDirectory);
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("StreamBet:DataDirectory", DataDirectory);

        // A test that leaves an upload behind would wait for it.
        builder.UseSetting("StreamBet:UploadGrace", "00:00:00");

        // All people of a test come from one address. Tests of the limits set their own.
        foreach (var limit in typeof(LimitOptions).GetProperties())
            builder.UseSetting($"StreamBet:Limits:{limit.Name}", "100000");
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);

        // All but the one that sends the log to a collector.
        builder.ConfigureLogging(logging =>
        {
            foreach (var provider in logging.Services.Where(IsOfFramework).ToList())
                logging.Services.Remove(provider);
        });
        builder.ConfigureTestServices(services =>
        {
            if (_time is not null)
                services.AddSingleton(_time);
            if (_settings.GetValueOrDefault(Ffmpeg) is { } ffmpeg)
                services.AddSingleton(new MediaOptions { Ffmpeg = ffmpeg });
            services.AddSingleton(KnownAnalyses.Models);
            services.AddSingleton(Conversions.Tools);
            var real = services.Last(service => service.ServiceType == typeof(IClipAnalyzer));
            services.Remove(real);

            // Another analyzer than that of other tests.
            var gate = new AnalyzerGate { IsExaminedAnew = _settings.Keys.Any(key => key.StartsWith("StreamBet:Vision:", StringComparison.Ordinal)) };
            if (_settings.ContainsKey(HeldBack.Key))
                gate.Close();
            services.AddSingleton(gate);
            services.AddSingleton<IClipAnalyzer>(provider => new GatedAnalyzer(
                (IClipAnalyzer)(real.ImplementationFactory?.Invoke(provider)
                    ?? ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)),
                provider.GetRequiredService<AnalyzerGate>()));
            var pictures = services.Last(service => service.ServiceType == typeof(IPictureReader));
            services.Remove(pictures);
            services.AddSingleton<IPictureReader>(provider => new BreakablePictureReader(
                (IPictureReader)ActivatorUtilities.CreateInstance(provider, pictures.ImplementationType!), provider.GetRequiredService<AnalyzerGate>()));
            var fingerprints = services.Last(service => service.ServiceType == typeof(IFingerprinter));
            services.Remove(fingerprints);
            services.AddSingleton<IFingerprinter>(provider => new CountedFingerprinter(
                (IFingerprinter)ActivatorUtilities.CreateInstance(provider, fingerprints.ImplementationType!), provider.GetRequiredService<AnalyzerGate>()));
            var store = services.Last(service => service.ServiceType == typeof(IClipStore));
            services.Remove(store);
            services.AddSingleton<IClipStore>(provider => new BreakableStore(
                (IClipStore)(store.ImplementationFactory?.Invoke(provider)
                    ?? ActivatorUtilities.CreateInstance(provider, store.ImplementationType!)),
                provider.GetRequiredService<AnalyzerGate>()));
        });
    }

    private static bool IsOfFramework(ServiceDescriptor service) => service.ServiceType == typeof(ILoggerProvider)
        && service.ImplementationType?.FullName?.StartsWith("Microsoft.", StringComparison.Ordinal) == true;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        Local?.Dispose();
        // Others may still be on the same data directory.
        if (_settings.ContainsKey("StreamBet:Redis"))
            return;
        // The application stops in parallel with the factory's disposal and releases the lock last.
        SpinWait.SpinUntil(IsLockFree, TimeSpan.FromSeconds(30)).Should().BeTrue("the application ends");
        _ownData?.Dispose();
    }
}

/// <summary>Shorthands for calls to the API.</summary>
internal static class ApiCalls
{
    /// <summary>Uploads a clip as curl -F does.</summary>
    public static Task<HttpResponseMessage> SendClipAsync(
        this HttpClient client, string path, string query = "", string? name = null, bool isAsync = false) =>
        client.SendClipAsync(new StreamContent(File.OpenRead(path)), name ?? Path.GetFileName(path), query, isAsync);

    /// <summary>Uploads any content as a clip.</summary>
    public static async Task<HttpResponseMessage> SendClipAsync(
        this HttpClient client, HttpContent content, string name, string query = "", bool isAsync = false)
    {
        using var form = new MultipartFormDataContent();
        form.Add(content, "file", name);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/analyze{query}") { Content = form };
        if (isAsync)
            request.Headers.Add("Prefer", "respond-async");
        return await client.SendAsync(request);
    }

    /// <summary>Posts JSON and reads the response, which must have the given status.</summary>
    public static async Task<JsonElement> PostJsonAsync(
        this HttpClient client, string path, object body, HttpStatusCode status = HttpStatusCode.OK) =>
        await (await client.PostAsJsonAsync(path, body)).ReadAsync(status);

    /// <summary>Gets JSON; the response must have the given status.</summary>
    public static async Task<JsonElement> GetJsonAsync(
        this HttpClient client, string path, HttpStatusCode status = HttpStatusCode.OK) =>
        await (await client.GetAsync(path)).ReadAsync(status);

    /// <summary>Reads the JSON of a response that must have the given status.</summary>
    public static async Task<JsonElement> ReadAsync(
        this HttpResponseMessage response, HttpStatusCode status = HttpStatusCode.OK)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            response.StatusCode.Should().Be(status, text);
            return JsonDocument.Parse(text).RootElement;
        }
    }

    /// <summary>The stable code of a response that must be a problem with the given status.</summary>
    public static async Task<string?> CodeAsync(this Task<HttpResponseMessage> sending, HttpStatusCode status)
    {
        var response = await sending;
        response.Content.Headers.ContentType?.MediaType.Should().Be("application/problem+json");
        var problem = await response.ReadAsync(status);
        problem.GetProperty("detail").GetString().Should().NotBeNullOrWhiteSpace();
        var code = problem.GetProperty("code").GetString()!;
        Architecture.ErrorCodeTests.Statuses[code].Should().Contain((int)status, "{0} is documented so ({1})", code, response.RequestMessage);
        return code;
    }

    /// <summary>Opens a market on a label and returns its number.</summary>
    public static async Task<long> OpenMarketAsync(
        this HttpClient client, string label = "Person", string? clipSha256 = null, double challengeSeconds = 0)
    {
        var bet = await client.PostJsonAsync(
            "/api/bets",
            new
            {
                @event = $"Will {label} be seen?",
                criterion = new { labels = new[] { label } },
                clip_sha256 = clipSha256,
                challenge_seconds = challengeSeconds,
            },
            HttpStatusCode.Created);
        return bet.GetProperty("id").GetInt64();
    }

    /// <summary>The state of a market.</summary>
    public static async Task<string?> StateOfAsync(this HttpClient client, long marketId) =>
        (await client.GetJsonAsync($"/api/bets/{marketId}")).GetProperty("bet").GetProperty("state").GetString();
}
