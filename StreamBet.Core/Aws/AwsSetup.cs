using Amazon;
using Amazon.Rekognition;
using Amazon.Runtime;
using Amazon.S3;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StreamBet.Core.Aws.Calls;
using StreamBet.Core.Aws.Detections;
using StreamBet.Core.Aws.Labels;
using StreamBet.Core.Aws.Storage;
using StreamBet.Core.Aws.Texts;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ReferencePictures;

namespace StreamBet.Core.Aws;

/// <summary>Registers AWS in place of the embedded analyzer: clips go to S3, labels and text come from Rekognition. The probe
/// and the evidence frames still read clips on this machine.</summary>
public static class AwsSetup
{
    private const string S3Calls = "aws-s3";
    private const string RekognitionCalls = "aws-rekognition";

    // Not counting the first attempt of a call.
    private const int MaxRetries = 3;

    /// <summary>Adds AWS. Call it after the embedded analyzer was added.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="options">The settings; null keeps the embedded analyzer.</param>
    public static IServiceCollection AddAwsProvider(this IServiceCollection services, AwsOptions? options)
    {
        // Always, because stored analyses may have been made with AWS even when it is no longer in use.
        services.AddSingleton(new KnownVocabulary(AwsOptions.AnalyzerName, RekognitionVocabulary.All));
        if (options is null)
            return services;
        services.AddSingleton(options).AddSingleton(_ => new CallRateLimiter(options.CallsPerSecond)); // The container ends its timer.
        AddAttempts(AddCalls(services, S3Calls, options), options);
        AddAttempts(
            AddCalls(services, RekognitionCalls, options)
                .AddHttpMessageHandler(provider => new RateLimitHandler(provider.GetRequiredService<CallRateLimiter>())),
            options);
        NoRetryOnJobLimit.Register();

        var credentials = new LazyCredentials(options.Profile);
        services.AddSingleton<IAmazonS3>(provider => Make(() =>
        {
            var config = new AmazonS3Config { ForcePathStyle = options.S3ServiceUrl is not null };
            Configure(config, provider, S3Calls, options.S3ServiceUrl, options.Region);
            return new AmazonS3Client(credentials, config);
        }));
        services.AddSingleton<IAmazonRekognition>(provider => Make(() =>
        {
            var config = new AmazonRekognitionConfig();
            Configure(config, provider, RekognitionCalls, options.RekognitionServiceUrl, options.Region);
            return new AmazonRekognitionClient(credentials, config);
        }));

        // Rekognition is shown no reference pictures.
        return services.RemoveAll<IPictureJudge>()
            .AddSingleton<ClipCopies>()
            .AddSingleton<BucketCheck>()
            .AddSingleton<IClipStore, S3ClipStore>()
            .AddSingleton<ClipPreparation>()
            .AddSingleton<RekognitionJobs>()
            .AddSingleton<DetectionRunner>()
            .AddSingleton<LabelDetections>()
            .AddSingleton<TextDetections>()
            .AddSingleton<IClipAnalyzer, RekognitionAnalyzer>()
            .AddHostedService<LeftoverSweeper>();
    }

    // From the outside in: the breaker counts attempts that timed out, and while it is open no attempt uses up the rate
    // limit.
    private static IHttpClientBuilder AddCalls(IServiceCollection services, string name, AwsOptions options) =>
        services.AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // Connections are renewed below.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                ConnectTimeout = options.CallTimeout,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
            })
            .AddHttpMessageHandler(() => new ExceptionTranslationHandler())
            .AddPolicyHandler(CallPolicies.Breaker());

    // Inside the rate limit, so that waiting for it does not count towards the timeout.
    private static void AddAttempts(IHttpClientBuilder calls, AwsOptions options) =>
        calls.AddPolicyHandler(request => CallPolicies.Timeout(request, options.CallTimeout))
            .AddHttpMessageHandler(() => new BufferedResponseHandler())
            .AddHttpMessageHandler(() => new BodyReadHandler());

    // A client of S3 has a timer that the SDK never ends. It would keep alive whatever flows along with its maker.
    private static T Make<T>(Func<T> make)
    {
        using var unflowed = ExecutionContext.SuppressFlow();
        return make();
    }

    private static void Configure(
        ClientConfig config, IServiceProvider provider, string name, Uri? serviceUrl, string region)
    {
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = MaxRetries;
        config.MaxStaleConnectionRetries = 0; // The SDK would otherwise add up to ten retries for broken connections.
        config.HttpClientFactory = new SdkHttpClientFactory(provider.GetRequiredService<IHttpClientFactory>(), name);
        if (serviceUrl is null)
            return;
        config.ServiceURL = serviceUrl.ToString();
        config.AuthenticationRegion = region;
    }
}
