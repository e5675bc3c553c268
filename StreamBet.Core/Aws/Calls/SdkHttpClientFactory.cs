using Amazon.Runtime;

namespace StreamBet.Core.Aws.Calls;

/// <summary>Gives the SDK the clients that carry the policies. The handlers beneath are shared and renewed by the factory, so
/// that the SDK keeps and disposes of none.</summary>
/// <param name="clients">Makes them.</param>
/// <param name="name">Which of them.</param>
internal sealed class SdkHttpClientFactory(IHttpClientFactory clients, string name) : HttpClientFactory
{
    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => clients.CreateClient(name);

    /// <inheritdoc/>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    /// <inheritdoc/>
    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
