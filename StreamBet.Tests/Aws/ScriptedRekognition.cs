using System.Net;
using System.Text;
using Amazon.Rekognition;
using Amazon.Runtime;

namespace StreamBet.Tests.Aws;

/// <summary>A client of Rekognition that is answered by the test: each call gets the next answer, or the last one
/// again, and what was sent is kept.</summary>
internal sealed class ScriptedRekognition : IDisposable
{
    private readonly Service _service;

    /// <summary>Answers with these statuses and texts, in this order.</summary>
    public ScriptedRekognition(
        Action<AmazonRekognitionConfig> configure, params (HttpStatusCode Status, string Body)[] answers)
    {
        _service = new Service(answers);
        var config = new AmazonRekognitionConfig { HttpClientFactory = new Clients(_service) };
        configure(config);
        Client = new AmazonRekognitionClient(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), config);
    }

    /// <summary>Answers with these texts, in this order.</summary>
    public ScriptedRekognition(params string[] answers)
        : this(InIreland, [.. answers.Select(answer => (HttpStatusCode.OK, answer))])
    {
    }

    public AmazonRekognitionClient Client { get; }

    public IReadOnlyList<(HttpRequestMessage Request, string Body)> Calls => _service.Calls;

    public static void InIreland(AmazonRekognitionConfig config) =>
        config.RegionEndpoint = Amazon.RegionEndpoint.EUWest1;

    public void Dispose()
    {
        Client.Dispose();
        _service.Dispose();
    }

    private sealed class Service((HttpStatusCode Status, string Body)[] answers) : HttpMessageHandler
    {
        public List<(HttpRequestMessage Request, string Body)> Calls { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Calls.Add((request, await request.Content!.ReadAsStringAsync(cancellationToken)));
            var (status, body) = answers[Math.Min(Calls.Count, answers.Length) - 1];
            var answer = new HttpResponseMessage(status)
            {
                RequestMessage = request,
                Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1"),
            };
            answer.Headers.Add("x-amzn-RequestId", $"request-{Calls.Count}");
            return answer;
        }
    }

    private sealed class Clients(Service service) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(service, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => true;
    }
}
