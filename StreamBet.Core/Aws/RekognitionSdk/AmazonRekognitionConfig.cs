using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using Amazon.Util.Internal;

namespace Amazon.Rekognition;

/// <summary>Settings of a <see cref="AmazonRekognitionClient"/>.</summary>
public class AmazonRekognitionConfig : ClientConfig
{
    private static readonly string ThisUserAgent = InternalSDKUtils.BuildUserAgentString(
        ServiceId, typeof(ClientConfig).Assembly.GetName().Version?.ToString(3) ?? "4.0.0");

    /// <summary>Creates settings with the SDK's defaults.</summary>
    public AmazonRekognitionConfig()
        : base(new DefaultConfigurationProvider(Defaults()))
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = RegionEndpointServiceName;
    }

    /// <summary>The service's name in SDK settings, as in AWS_ENDPOINT_URL_REKOGNITION.</summary>
    public static new string ServiceId => "Rekognition";

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => "rekognition";

    /// <inheritdoc/>
    public override string ServiceVersion => "2016-06-27";

    /// <inheritdoc/>
    public override string UserAgent => ThisUserAgent;

    /// <summary>The configured address, or the service's address in the region.</summary>
    /// <exception cref="AmazonClientException">Neither an address nor a region is set.</exception>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
    {
        if (!string.IsNullOrEmpty(ServiceURL))
            return new Endpoint(ServiceURL);
        var region = parameters.AlternateEndpoint ?? RegionEndpoint
            ?? throw new AmazonClientException("No RegionEndpoint or ServiceURL configured");
        var partition = Fn.Partition(region.SystemName);
        var suffix = UseDualstackEndpoint ? partition.dualStackDnsSuffix : partition.dnsSuffix;
        return new Endpoint($"https://rekognition{(UseFIPSEndpoint ? "-fips" : "")}.{region.SystemName}.{suffix}");
    }

    // The defaults of the SDK's own clients, by mode.
    private static IEnumerable<IDefaultConfiguration> Defaults() =>
        Enum.GetValues<DefaultConfigurationMode>().Select(mode => new DefaultConfiguration
        {
            Name = mode,
            RetryMode = RequestRetryMode.Standard,
            S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
            ConnectTimeout = ConnectTimeoutIn(mode),
            TlsNegotiationTimeout = ConnectTimeoutIn(mode),
        });

    private static TimeSpan? ConnectTimeoutIn(DefaultConfigurationMode mode) => mode switch
    {
        DefaultConfigurationMode.Standard or DefaultConfigurationMode.CrossRegion => TimeSpan.FromSeconds(3.1),
        DefaultConfigurationMode.InRegion => TimeSpan.FromSeconds(1.1),
        DefaultConfigurationMode.Mobile => TimeSpan.FromSeconds(30),
        _ => null,
    };
}
