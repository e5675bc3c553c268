using System.Net;
using System.Text.Json;

namespace StreamBet.Tests.Features.Overlay;

/// <summary>The events of an overlay as a page gets them.</summary>
internal sealed class OverlayStream : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private OverlayStream(HttpResponseMessage response, StreamReader reader) => (_response, _reader) = (response, reader);

    /// <summary>The response's headers.</summary>
    public HttpResponseMessage Response => _response;

    /// <summary>Opens them.</summary>
    public static async Task<OverlayStream> OpenAsync(HttpClient client, string path)
    {
        var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        return new OverlayStream(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The next state; null when the stream has ended.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var isState = false;
        while (await _reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                isState = line == "event: state";
            else if (isState && line.StartsWith("data: ", StringComparison.Ordinal))
                return JsonDocument.Parse(line[6..]).RootElement;
        }

        return null;
    }

    /// <summary>Reads on to a state in which something holds.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> holds)
    {
        while (await NextAsync() is { } state)
        {
            if (holds(state))
                return state;
        }

        throw new InvalidOperationException("The stream ended before.");
    }

    /// <summary>Reads on to a phase.</summary>
    public Task<JsonElement> UntilAsync(string phase) => UntilAsync(state => state.GetProperty("phase").GetString() == phase);

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
