using System.Threading.RateLimiting;
using Polly.Timeout;

namespace StreamBet.Core.Aws.Calls;

/// <summary>Says in the SDK's terms that an attempt took too long, so that the SDK makes the call again; and of a
/// broken connection that it is one, for the SDK would give its cause, which looks like that of a failing
/// disk.</summary>
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

/// <summary>Takes each answer whole, so that the time of a call is limited to its end and not to the head of its
/// answer. The answers are small: no clip is ever fetched.</summary>
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

/// <summary>Lets every attempt of every call wait for its turn, so that all jobs together stay within what an account may
/// ask in a second.</summary>
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

/// <summary>How many calls to Rekognition are made in a second: evenly spaced, in the order in which they were wanted.</summary>
internal sealed class CallRateLimiter(int callsPerSecond) : IDisposable
{
    // Calls do not all take equally long to arrive, and no second may see one too many there.
    private const double Slack = 1.06;

    // One at a time: saved up turns would be spent at once, and a second could then see twice the calls.
    private readonly TokenBucketRateLimiter _limiter = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = 1,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(Slack / callsPerSecond),
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Waits for the next turn.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var turn = await _limiter.AcquireAsync(1, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
