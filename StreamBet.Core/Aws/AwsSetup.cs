using Amazon;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Rekognition;
using Amazon.Runtime;
using Amazon.S3;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Aws.Calls;
using StreamBet.Core.Aws.Labels;
using StreamBet.Core.Aws.Storage;
using StreamBet.Core.Clips;

namespace StreamBet.Core.Aws;

/// <summary>Registers the AWS provider in place of the embedded one: clips in S3, labels from Rekognition. What reads clips on
/// this machine, the probe and the frames, stays the embedded provider's.</summary>
public static class AwsSetup
{
    private const string S3Calls = "aws-s3";
    private const string RekognitionCalls = "aws-rekognition";

    // Together with the first: what the SDK makes of one call.
    private const int MaxRepetitions = 3;

    /// <summary>Adds the AWS provider; to be called after the embedded one was added.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">Its settings; null leaves the embedded provider in place.</param>
    public static IServiceCollection AddAwsProvider(this IServiceCollection services, AwsOptions? options)
    {
        // Whichever is in use: analyses that it made are kept.
        services.AddSingleton(new KnownVocabulary(AwsOptions.AnalyzerName, RekognitionVocabulary.All));
        if (options is null)
            return services;
        services.AddSingleton(options).AddSingleton(new CallRateLimiter(options.CallsPerSecond));
        AddAttempts(AddCalls(services, S3Calls, options), options);
        AddAttempts(
            AddCalls(services, RekognitionCalls, options)
                .AddHttpMessageHandler(provider => new RateLimitHandler(provider.GetRequiredService<CallRateLimiter>())),
            options);
        NoRetryOnJobLimit.Register();

        var account = new AWSOptions
        {
            Region = RegionEndpoint.GetBySystemName(options.Region),
            Credentials = new LazyCredentials(options.Profile),
        };
        services.AddAWSService<IAmazonS3>(account, (config, provider) =>
        {
            Configure(config, provider, S3Calls, options.S3ServiceUrl, options.Region);
            ((AmazonS3Config)config).ForcePathStyle = options.S3ServiceUrl is not null;
        });
        services.AddAWSService<IAmazonRekognition>(account, (config, provider) =>
            Configure(config, provider, RekognitionCalls, options.RekognitionServiceUrl, options.Region));

        return services
            .AddSingleton<ClipCopies>()
            .AddSingleton<BucketCheck>()
            .AddSingleton<IClipStore, S3ClipStore>()
            .AddSingleton<ClipPreparation>()
            .AddSingleton<RekognitionJobs>()
            .AddSingleton<IClipAnalyzer, RekognitionAnalyzer>()
            .AddHostedService<LeftoverSweeper>();
    }

    // From the outside in: the breaker sees attempts that took too long, and no attempt takes a turn while it is open.
    private static IHttpClientBuilder AddCalls(IServiceCollection services, string name, AwsOptions options) =>
        services.AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                ConnectTimeout = options.CallTimeout,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
            })
            .AddHttpMessageHandler(() => new ExceptionTranslationHandler())
            .AddPolicyHandler(CallPolicies.Breaker());

    // What waits for its turn is no part of the time that an attempt may take.
    private static void AddAttempts(IHttpClientBuilder calls, AwsOptions options) =>
        calls.AddPolicyHandler(request => CallPolicies.Timeout(request, options.CallTimeout))
            .AddHttpMessageHandler(() => new BufferedResponseHandler());

    private static void Configure(
        ClientConfig config, IServiceProvider provider, string name, Uri? serviceUrl, string region)
    {
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = MaxRepetitions;
        config.MaxStaleConnectionRetries = 0; // They would come on top: ten more for a connection that breaks.
        config.HttpClientFactory = new SdkHttpClientFactory(provider.GetRequiredService<IHttpClientFactory>(), name);
        if (serviceUrl is null)
            return;
        config.ServiceURL = serviceUrl.ToString();
        config.AuthenticationRegion = region;
    }
}
