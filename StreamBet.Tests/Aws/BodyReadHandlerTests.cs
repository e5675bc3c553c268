using System.Net;
using StreamBet.Core.Aws.Calls;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>A part of a clip is never read by two attempts at once: they would share the position in the file, and S3
/// would store other bytes than the clip has.</summary>
public sealed class BodyReadHandlerTests
{
    [Fact]
    public async Task An_attempt_ends_only_when_nothing_reads_its_body_any_more()
    {
        var held = new Gate();
        using var body = new GatedContent(held);
        using var calls = new HttpMessageInvoker(new BodyReadHandler { InnerHandler = new BreakingConnection(held) });
        using var request = new HttpRequestMessage(HttpMethod.Put, "http://127.0.0.1/part") { Content = body };

        var attempt = calls.SendAsync(request, CancellationToken.None);

        await held.Reached;
        attempt.IsCompleted.Should().BeFalse("its body is still being read");
        held.Open();
        await FluentActions.Awaiting(() => attempt).Should().ThrowAsync<HttpRequestException>().WithMessage("broken");
        body.IsRead.Should().BeTrue();
        request.Content.Should().BeSameAs(body, "the next attempt sends it again");
    }

    [Fact]
    public async Task A_call_keeps_the_headers_and_the_length_of_its_body()
    {
        using var calls = new HttpMessageInvoker(new BodyReadHandler { InnerHandler = new Echo() });
        using var body = new ByteArrayContent([1, 2, 3]);
        body.Headers.ContentType = new("video/mp4");
        using var request = new HttpRequestMessage(HttpMethod.Put, "http://127.0.0.1/part") { Content = body };

        using var answer = await calls.SendAsync(request, CancellationToken.None);

        (await answer.Content.ReadAsStringAsync()).Should().Be("video/mp4, 3 bytes: 010203");
    }

    // Breaks while the body is being read for it, as a connection does.
    private sealed class BreakingConnection(Gate held) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _ = request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            await held.Reached;
            throw new HttpRequestException("broken");
        }
    }

    private sealed class Echo : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var headers = request.Content!.Headers;
            var bytes = await request.Content.ReadAsByteArrayAsync(cancellationToken);
            return new HttpResponseMessage
            {
                Content = new StringContent(
                    $"{headers.ContentType}, {headers.ContentLength} bytes: {Convert.ToHexString(bytes)}"),
            };
        }
    }

    private sealed class GatedContent(Gate held) : HttpContent
    {
        public bool IsRead { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await held.PassAsync(CancellationToken.None);
            IsRead = true;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 3;
            return true;
        }
    }
}
