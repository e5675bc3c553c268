using Microsoft.AspNetCore.Http;

namespace StreamBet.Tests.Support.Aws;

/// <summary>A service's response to a call.</summary>
internal sealed record Answer(int Status, string? ContentType, Stream Body) : IDisposable
{
    private const int DrainBytes = 64 * 1024;

    /// <summary>Headers other than the content type.</summary>
    public IReadOnlyList<KeyValuePair<string, string[]>> Headers { get; init; } = [];

    /// <summary>Answers a call, applying the fault that is due for it.</summary>
    /// <param name="http">The call.</param>
    /// <param name="fault">The fault to apply, if any.</param>
    /// <param name="work">Does what the call asks for.</param>
    /// <param name="word">Formats an error the way the service does.</param>
    /// <param name="cancellationToken">Cancelled when the caller no longer waits.</param>
    /// <returns>The outcome: OK, an error code, Reset or Garbage.</returns>
    public static async Task<string> GiveAsync(
        HttpContext http, Fault? fault, Func<Task<(Answer Answer, string Outcome)>> work,
        Func<Fault.Error, Answer> word, CancellationToken cancellationToken)
    {
        if (fault is { IsAfterWork: false } && await StrikeAsync(http, fault, word, cancellationToken) is { } early)
            return early;
        var (answer, outcome) = await work();
        using (answer)
        {
            if (fault is { IsAfterWork: true } && await StrikeAsync(http, fault, word, cancellationToken) is { } late)
                return late;
            await answer.SendAsync(http, (fault as Fault.SlowBody)?.Gate, cancellationToken);
            return outcome;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Body.Dispose();

    // Returns the outcome when the fault ends the call.
    private static async Task<string?> StrikeAsync(
        HttpContext http, Fault fault, Func<Fault.Error, Answer> word, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case Fault.Error error:
                await ReadBodyAsync(http, long.MaxValue, cancellationToken);
                using (var answer = word(error))
                    await answer.SendAsync(http, null, cancellationToken);
                return error.Code;
            case Fault.Garbage:
                await ReadBodyAsync(http, long.MaxValue, cancellationToken);
                using (var answer = new Answer(200, null, new MemoryStream("<{"u8.ToArray())))
                    await answer.SendAsync(http, null, cancellationToken);
                return nameof(Fault.Garbage);
            case Fault.Reset reset:
                await ReadBodyAsync(http, reset.AfterBytes, cancellationToken);
                http.Abort();
                return nameof(Fault.Reset);
            case Fault.Hang hang:
                await hang.Gate.PassAsync(cancellationToken);
                return null;
            default:
                return null;
        }
    }

    // Reads the body first: a caller that is still sending would take an early answer for a broken connection.
    private static async Task ReadBodyAsync(HttpContext http, long bytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[DrainBytes];
        while (bytes > 0 && await http.Request.Body.ReadAsync(
            buffer.AsMemory(0, (int)Math.Min(buffer.Length, bytes)), cancellationToken) is var read and > 0)
        {
            bytes -= read;
        }
    }

    private async Task SendAsync(HttpContext http, Gate? gate, CancellationToken cancellationToken)
    {
        http.Response.StatusCode = Status;
        http.Response.ContentType = ContentType;
        foreach (var (name, values) in Headers)
            http.Response.Headers[name] = values;
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        if (gate is not null)
        {
            var first = new byte[1];
            var read = await Body.ReadAsync(first, cancellationToken);
            await http.Response.Body.WriteAsync(first.AsMemory(0, read), cancellationToken);
            await http.Response.Body.FlushAsync(cancellationToken);
            await gate.PassAsync(cancellationToken);
        }

        await Body.CopyToAsync(http.Response.Body, cancellationToken);
    }
}
