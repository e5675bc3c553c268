using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;
using StreamBet.Core.Aws.Calls;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Persistence;
using StreamBet.Core.Receipts;
using StreamBet.Core.Servers;
using StreamBet.Core.Vision;
using StreamBet.Core.Webhooks;

namespace StreamBet.Web.Host;

/// <summary>Reads the settings, checks them all, and prepares the data directory.</summary>
internal static class SettingsSetup
{
    /// <summary>Where the server listens unless it is told.</summary>
    public const string DefaultUrl = "http://localhost:5080";

    private const int MinKeyLength = 16;

    /// <summary>Reads and registers the settings and the services that depend only on them.</summary>
    /// <returns>The settings, and those of AWS; null when AWS is not used.</returns>
    /// <exception cref="OptionsValidationException">Some settings are invalid; the message names each by its
    /// key.</exception>
    public static (StreamBetOptions Options, AwsOptions? Aws) AddSettings(this WebApplicationBuilder builder)
    {
        // Also where there is no appsettings.json: the framework would log the addresses of requests, and with them the operator's link.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = [new("Logging:LogLevel:Microsoft.AspNetCore", nameof(LogLevel.Warning))],
        });
        var (options, aws) = Read(builder.Configuration);
        builder.Services.AddSingleton(Options.Create(options));
        builder.Services.AddSingleton<DataDirectoryLock>();

        // Without persisted keys, every restart would sign everyone out.
        builder.Services.AddDataProtection()
            .SetApplicationName("StreamBet")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(options.DataDirectory, "keys")));
        builder.Services.AddSingleton<ISecretProtector, SecretProtector>();

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        // Requests under way end before the host loses its patience, unless they hang.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.UploadGrace + TimeSpan.FromSeconds(5));

        // ./run.sh starts the build output; only a published copy has all assets under wwwroot.
        builder.WebHost.UseStaticWebAssets();
        if (!HasAddress(builder.Configuration))
            builder.WebHost.UseUrls(DefaultUrl);
        return (options, aws);
    }

    /// <summary>Migrates the database and its markets before anything uses them, reads the key that signs receipts, and
    /// loads the detector packs.</summary>
    /// <exception cref="OptionsValidationException">The key's file, a detector pack or the database cannot be used.</exception>
    public static async Task PrepareDataAsync(this WebApplication app)
    {
        using var turn = await app.Services.GetRequiredService<DataDirectoryLock>().TakeTurnAsync(
            app.Services.GetRequiredService<TimeProvider>(), app.Lifetime.ApplicationStopping);
        app.Services.GetRequiredService<LocalKey>();
        try
        {
            // Read now, so that a server that cannot sign receipts does not start.
            app.Services.GetRequiredService<ThisServer>().KeyId = app.Services.GetRequiredService<ReceiptKey>().Id;
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException(StreamBetOptions.Section, typeof(StreamBetOptions), [wrong.Message]);
        }

        await app.OpenRedisAsync();

        // Makes the first key of cookies while no other server can make one too.
        app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(nameof(PrepareDataAsync)).Protect([]);
        VisionSetup.LoadPacks(app.Services);
        try
        {
            await app.Services.GetRequiredService<DatabaseClaim>().ShareAsync(app.Lifetime.ApplicationStopping);
            await PersistenceSetup.MigrateAsync(app.Services, app.Lifetime.ApplicationStopping);
        }
        catch (UnusableDatabaseException wrong)
        {
            throw new OptionsValidationException(
                StreamBetOptions.Section, typeof(StreamBetOptions), [$"{StreamBetOptions.Section}:{nameof(StreamBetOptions.Database)}: {wrong.Message}"]);
        }

        await app.Services.GetRequiredService<NameUpgrade>().RunAsync(app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<RuleUpgrade>().RunAsync(app.Lifetime.ApplicationStopping);
    }

    private static (StreamBetOptions Options, AwsOptions? Aws) Read(ConfigurationManager configuration)
    {
        var reader = new SettingsReader(configuration, StreamBetOptions.Section);
        var defaults = new StreamBetOptions();
        var options = new StreamBetOptions
        {
            DataDirectory = Path.GetFullPath(reader.Text(nameof(defaults.DataDirectory), defaults.DataDirectory)),
            Database = reader.Text(nameof(defaults.Database), defaults.Database),
            Redis = reader.Text(nameof(defaults.Redis), defaults.Redis),
            ModelsDirectory = reader.Text(nameof(defaults.ModelsDirectory), defaults.ModelsDirectory),
            Analyzer = reader.Text(nameof(defaults.Analyzer), defaults.Analyzer),
            MaxUploadBytes = reader.Number(nameof(defaults.MaxUploadBytes), defaults.MaxUploadBytes, 1, 1L << 30),
            MaxDuration = reader.Time(
                nameof(defaults.MaxDuration), defaults.MaxDuration, TimeSpan.FromSeconds(1), TimeSpan.FromHours(6)),
            MaxFullHdDuration = reader.Time(
                nameof(defaults.MaxFullHdDuration), defaults.MaxFullHdDuration, TimeSpan.FromSeconds(1), TimeSpan.FromHours(6)),
            UploadGrace = reader.Time(nameof(defaults.UploadGrace), defaults.UploadGrace, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
            Metrics = reader.Flag(nameof(defaults.Metrics), defaults.Metrics),
            DemoMarkets = reader.Flag(nameof(defaults.DemoMarkets), defaults.DemoMarkets),
            TakeRate = reader.Fraction(nameof(defaults.TakeRate), defaults.TakeRate, 0.5m),
        };
        var aws = options.Analyzer == AwsOptions.AnalyzerName ? AwsSettings.Read(configuration, reader.Mistakes) : null;
        if (aws is null && options.Analyzer != StreamBetOptions.EmbeddedAnalyzer)
            reader.Mistakes.Add($"StreamBet:Analyzer is \"{options.Analyzer}\" and must be \"embedded\" or \"aws\".");

        // It is not repeated, since it may contain a password.
        if (!PersistenceSetup.IsDatabase(options.Database))
        {
            reader.Mistakes.Add(
                "StreamBet:Database must be \"sqlite\" or a connection string such as \"Host=db;Database=streambet;Username=streambet;Password=...\".");
        }

        RedisHost.Check(options, reader.Mistakes);
        options.Vision = ReadVision(reader.Within(VisionOptions.Section));
        options.Webhooks = ReadWebhooks(reader.Within(WebhookOptions.Section));
        ReadKeys(reader, options);
        ReadOrigins(reader, options);
        ReadProxies(reader, options);
        options.GrantsPerAddress = (int)reader.Number(nameof(options.GrantsPerAddress), options.GrantsPerAddress, 0, 1_000_000);
        options.Limits = ReadLimits(reader.Within(LimitOptions.Section));
        options.Retention = ReadRetention(reader.Within(RetentionOptions.Section));
        CheckUrls(configuration, reader.Mistakes);
        reader.RefuseUnknown();
        EnsureWritable(options.DataDirectory, reader.Mistakes);
        return reader.Mistakes.Count == 0
            ? (options, aws)
            : throw new OptionsValidationException(StreamBetOptions.Section, typeof(StreamBetOptions), reader.Mistakes);
    }

    private static VisionOptions ReadVision(SettingsReader reader)
    {
        var defaults = new VisionOptions();
        var options = new VisionOptions
        {
            Packs = reader.Text(nameof(defaults.Packs), defaults.Packs),
            Provider = reader.Text(nameof(defaults.Provider), defaults.Provider),
        };
        reader.RefuseUnknown();
        return options;
    }

    private static WebhookOptions ReadWebhooks(SettingsReader reader)
    {
        var defaults = new WebhookOptions();
        var options = new WebhookOptions
        {
            AllowPrivateAddresses = reader.Flag(nameof(defaults.AllowPrivateAddresses), defaults.AllowPrivateAddresses),
            AllowHttp = reader.Flag(nameof(defaults.AllowHttp), defaults.AllowHttp),
        };
        reader.RefuseUnknown();
        return options;
    }

    private static void ReadKeys(SettingsReader reader, StreamBetOptions options)
    {
        foreach (var section in reader.List(nameof(options.ApiKeys)))
        {
            var key = new ApiKey
            {
                Name = section["Name"] ?? "",
                Key = section["Key"] ?? "",
                Role = (section["Role"] ?? "viewer").ToLowerInvariant(),
            };
            if (key.Name.Length == 0 || options.ApiKeys.Any(other => other.Name == key.Name))
                reader.Mistakes.Add($"{section.Path}:Name must be given and differ from the other keys' names.");
            if (key.Key.Length < MinKeyLength)
                reader.Mistakes.Add($"{section.Path}:Key must have {MinKeyLength} characters or more.");
            if (key.Role is not ("viewer" or "host" or "operator"))
                reader.Mistakes.Add($"{section.Path}:Role must be viewer, host or operator.");
            options.ApiKeys.Add(key);
        }
    }

    private static void ReadOrigins(SettingsReader reader, StreamBetOptions options)
    {
        foreach (var section in reader.List(nameof(options.AllowedOrigins)))
        {
            var origin = section.Value ?? "";
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin)
                reader.Mistakes.Add($"{section.Path} is \"{origin}\" and must be an origin such as https://example.org.");
            options.AllowedOrigins.Add(origin);
        }
    }

    private static void ReadProxies(SettingsReader reader, StreamBetOptions options)
    {
        foreach (var section in reader.List(nameof(options.KnownProxies)))
        {
            var text = section.Value ?? "";
            if (IPNetwork.TryParse(text, out var network))
                options.KnownProxies.Add(network);
            else if (IPAddress.TryParse(text, out var address))
                options.KnownProxies.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                reader.Mistakes.Add($"{section.Path} is \"{text}\" and must be an address or a network such as 10.0.0.0/8.");
        }
    }

    private static RetentionOptions ReadRetention(SettingsReader reader)
    {
        int Days(string key) => (int)reader.Number(key, 0, 0, 36_500);
        var options = new RetentionOptions
        {
            FrameDays = Days(nameof(RetentionOptions.FrameDays)),
            AnalysisDays = Days(nameof(RetentionOptions.AnalysisDays)),
            JobDays = Days(nameof(RetentionOptions.JobDays)),
            AuditDays = Days(nameof(RetentionOptions.AuditDays)),
        };
        reader.RefuseUnknown();
        return options;
    }

    private static LimitOptions ReadLimits(SettingsReader reader)
    {
        var defaults = new LimitOptions();
        int Number(string key, int otherwise) => (int)reader.Number(key, otherwise, 1, 1_000_000);
        var options = new LimitOptions
        {
            Uploads = Number(nameof(defaults.Uploads), defaults.Uploads),
            OffersPerHour = Number(nameof(defaults.OffersPerHour), defaults.OffersPerHour),
            MarketsPerHour = Number(nameof(defaults.MarketsPerHour), defaults.MarketsPerHour),
            PicturesPerHour = Number(nameof(defaults.PicturesPerHour), defaults.PicturesPerHour),
            WebhooksPerHour = Number(nameof(defaults.WebhooksPerHour), defaults.WebhooksPerHour),
            StakesPerMinute = Number(nameof(defaults.StakesPerMinute), defaults.StakesPerMinute),
            ReadsPerMinute = Number(nameof(defaults.ReadsPerMinute), defaults.ReadsPerMinute),
            ChecksPerMinute = Number(nameof(defaults.ChecksPerMinute), defaults.ChecksPerMinute),
            WrongKeysPerMinute = Number(nameof(defaults.WrongKeysPerMinute), defaults.WrongKeysPerMinute),
            Circuits = Number(nameof(defaults.Circuits), defaults.Circuits),
        };
        reader.RefuseUnknown();
        return options;
    }

    private static void CheckUrls(ConfigurationManager configuration, List<string> mistakes)
    {
        foreach (var url in (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                mistakes.Add($"ASPNETCORE_URLS is \"{url}\" and must be an address such as {DefaultUrl}.");
            }
        }
    }

    private static void EnsureWritable(string directory, List<string> mistakes)
    {
        try
        {
            Directory.CreateDirectory(directory);

            // The keys in it could make anyone an operator.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var probe = Path.Combine(directory, ".writable");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"StreamBet:DataDirectory is \"{directory}\", which cannot be written to: {exception.Message}");
        }
    }

    // UseUrls would override the environment, so it is used only when no address is configured.
    private static bool HasAddress(ConfigurationManager configuration) =>
        new[] { "urls", "http_ports", "https_ports" }.Any(key => !string.IsNullOrEmpty(configuration[key]))
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
}
