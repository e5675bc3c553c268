using System.Threading.RateLimiting;
using Polly.Timeout;

namespace StreamBet.Core.Aws.Calls;

/// <summary>Translates two failures into exceptions that the SDK handles well. A Polly timeout becomes a
/// <see cref="TimeoutException"/>, which the SDK retries. An <see cref="HttpRequestException"/> caused by an
/// <see cref="IOException"/> is wrapped once more: the SDK rethrows only the inner exception, and a bare IOException
/// would look like a failing disk.</summary>
internal sealed class ExceptionTranslationHandler : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (TimeoutRejectedException tooLong)
        {
            throw new TimeoutException(tooLong.Message, tooLong);
        }
        catch (HttpRequestException broken) when (broken.InnerException is IOException)
        {
            throw new HttpRequestException(broken.HttpRequestError, broken.Message, broken, broken.StatusCode);
        }
    }
}

/// <summary>Buffers each response, so that the timeout covers the body and not only the headers. Responses are small:
/// no clip is ever downloaded.</summary>
internal sealed class BufferedResponseHandler : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        try
        {
            await answer.Content.LoadIntoBufferAsync(cancellationToken);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }
}

/// <summary>Delays each attempt, retries included, so that all jobs together stay below the account's limit of calls
/// per second.</summary>
internal sealed class RateLimitHandler(CallRateLimiter rate) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await rate.WaitAsync(cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Limits the calls to Rekognition per second: evenly spaced, first come, first served.</summary>
/// <param name="callsPerSecond">The limit, at least 1.</param>
internal sealed class CallRateLimiter(int callsPerSecond) : IDisposable
{
    // Latency varies, so calls spaced exactly at the limit could arrive closer together and exceed it.
    private const double Slack = 1.06;

    // One token at a time: saved tokens would be spent in a burst of up to twice the limit in one second.
    private readonly TokenBucketRateLimiter _limiter = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = 1,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(Slack / callsPerSecond),
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Waits until the next call may be made.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var turn = await _limiter.AcquireAsync(1, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
