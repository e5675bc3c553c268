using Amazon.Runtime;

namespace StreamBet.Core.Aws.Calls;

/// <summary>Gives the SDK HTTP clients that apply this server's policies. <see cref="IHttpClientFactory"/> pools and
/// renews their handlers, so the SDK must neither cache nor dispose of the clients.</summary>
/// <param name="clients">Creates the clients.</param>
/// <param name="name">The name under which the client is configured.</param>
internal sealed class SdkHttpClientFactory(IHttpClientFactory clients, string name) : HttpClientFactory
{
    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => clients.CreateClient(name);

    /// <inheritdoc/>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    /// <inheritdoc/>
    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
