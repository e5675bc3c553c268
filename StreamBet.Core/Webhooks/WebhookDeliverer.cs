using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Kernel;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Webhooks;

/// <summary>Sends the messages of the outbox, each until it is accepted; of several servers, one does. What a stop or a crash interrupts is sent again, so a message
/// may come twice.</summary>
public sealed partial class WebhookDeliverer(
    IUnitOfWorkFactory work, IWebhookSender sender, ISecretProtector secrets, DeliverySignal signal, LivingServers servers, TimeProvider time,
    ILogger<WebhookDeliverer> logger) : BackgroundService
{
    /// <summary>How long messages are kept.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    /// <summary>How many messages of a webhook are kept that wait no more.</summary>
    public const int MaxKept = 1_000;

    /// <summary>How many messages may wait for a webhook; one for which more wait is stopped.</summary>
    public const int MaxWaiting = 20_000;

    /// <summary>How many webhooks that work get messages at the same time. Others have places of their own, so that those that fail or
    /// don't answer take none from those that work.</summary>
    public const int MaxProven = 16, MaxUnproven = 16;

    /// <summary>How many messages one webhook gets at the same time.</summary>
    public const int MaxOfWebhook = 4;

    // A turn of a webhook: after so many messages, or so long, another one gets its place.
    private const int TurnMessages = 32;
    private static readonly TimeSpan TurnTime = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, Turn> _turns = new();
    private DateTimeOffset _sweptAt = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
                await signal.WaitAsync(await StepAsync(stoppingToken), time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is under way is recorded; the next start goes on.
            await Task.WhenAll(_turns.Values.Select(turn => turn.Task));
        }
    }

    // How long there is nothing to do, unless the signal comes.
    private async Task<TimeSpan> StepAsync(CancellationToken stoppingToken)
    {
        // Woken when the server that does it is gone.
        if (!servers.IsOnDuty)
            return BetweenSweeps;
        try
        {
            if (time.GetUtcNow() - _sweptAt >= BetweenSweeps)
                await SweepAsync(stoppingToken);
            return await BeginTurnsAsync(stoppingToken);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(fault);
            return AfterFault;
        }
    }

    private async Task<TimeSpan> BeginTurnsAsync(CancellationToken stoppingToken)
    {
        IReadOnlyList<WaitingWebhook> waiting;
        await using (var unit = await work.ReadAsync(stoppingToken))
            waiting = await unit.Webhooks.WaitingAsync(stoppingToken);
        var (now, next) = (time.GetUtcNow(), BetweenSweeps);
        foreach (var hook in waiting.OrderBy(hook => hook.At))
        {
            if (hook.At > now)
                return hook.At - now < next ? hook.At - now : next;
            if (_turns.ContainsKey(hook.Webhook.Id) || !HasPlace(hook.Webhook.IsProven))
                continue;
            var turn = new Turn(hook.Webhook.IsProven);
            _turns[hook.Webhook.Id] = turn;
            turn.Task = Task.Run(() => TakeTurnAsync(hook.Webhook, stoppingToken), CancellationToken.None);
        }

        return next;
    }

    private bool HasPlace(bool isProven) =>
        _turns.Values.Count(turn => turn.IsProven == isProven) < (isProven ? MaxProven : MaxUnproven);

    private async Task TakeTurnAsync(Webhook hook, CancellationToken stoppingToken)
    {
        try
        {
            await DeliverAsync(hook, stoppingToken);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            // Without this pause it would send the same messages again at once.
            LogTurnFailed(fault, hook.Id);
            await Task.Delay(AfterFault, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }
        finally
        {
            _turns.TryRemove(hook.Id, out _);
            signal.Give();
        }
    }

    private async Task DeliverAsync(Webhook hook, CancellationToken stoppingToken)
    {
        if (TryUnprotect(hook) is not { } secret)
        {
            await StopAsync(hook.Id, "Its secret can't be read, because this server's keys were replaced. Delete it and make a new one.");
            return;
        }

        IReadOnlyList<WebhookDelivery> due;
        await using (var unit = await work.ReadAsync(stoppingToken))
            due = await unit.Webhooks.DueAsync(hook.Id, time.GetUtcNow(), hook.IsProven ? TurnMessages : 1, stoppingToken);
        var answers = await SendAsync(hook, secret, due, stoppingToken);
        if (!answers.IsEmpty)
            await RecordAsync(hook.Id, answers);
    }

    // In their order, a few at the same time; none is begun after one was not accepted.
    private async Task<ConcurrentDictionary<long, WebhookAnswer>> SendAsync(
        Webhook hook, string secret, IReadOnlyList<WebhookDelivery> due, CancellationToken stoppingToken)
    {
        var (answers, url, began, isOver) = (new ConcurrentDictionary<long, WebhookAnswer>(), new Uri(hook.Url), time.GetTimestamp(), false);
        await Parallel.ForEachAsync(
            due, new ParallelOptions { MaxDegreeOfParallelism = MaxOfWebhook },
            async (delivery, _) =>
            {
                if (Volatile.Read(ref isOver) || time.GetElapsedTime(began) > TurnTime || stoppingToken.IsCancellationRequested)
                    return;
                var now = time.GetUtcNow();
                var message = new SignedMessage(
                    delivery.MessageId, WebhookSignature.Seconds(now),
                    WebhookSignature.Sign(secret, delivery.MessageId, now, delivery.Body), delivery.Body);
                try
                {
                    var answer = answers[delivery.Id] = await sender.SendAsync(url, message, stoppingToken);
                    Metrics.WebhookMessages.Add(1, Metrics.Label(Metrics.Outcome, answer.IsAccepted ? "delivered" : "failed"));
                    if (!answer.IsAccepted)
                        Volatile.Write(ref isOver, true);
                }
                catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
                {
                    // It may have arrived; it is sent again at the next start.
                }
            });
        return answers;
    }

    // Not cancelled by a stop: what is known to have arrived is not sent again.
    private async Task RecordAsync(Guid id, ConcurrentDictionary<long, WebhookAnswer> answers)
    {
        await using var unit = await work.BeginAsync(CancellationToken.None);
        if (await unit.Webhooks.FindAsync(id, CancellationToken.None) is not { } hook)
            return;
        var now = time.GetUtcNow();
        foreach (var delivery in await unit.Webhooks.FindDeliveriesAsync([.. answers.Keys], CancellationToken.None))
            delivery.Record(answers[delivery.Id], now, Draw());
        if (answers.Values.Any(answer => answer.IsAccepted))
            hook.Succeed(now);
        var failure = answers.Values.FirstOrDefault(answer => !answer.IsAccepted);
        if (failure is not null)
            hook.Fail(failure, now, Draw());
        await unit.CommitAsync(CancellationToken.None);
        if (hook.WhyStopped is { } why)
            LogStopped(id, why);
        else if (failure is not null)
            LogNotAccepted(id, failure.Sentence, hook.RestsUntil);
    }

    private async Task StopAsync(Guid id, string why)
    {
        await using var unit = await work.BeginAsync(CancellationToken.None);
        if (await unit.Webhooks.FindAsync(id, CancellationToken.None) is not { } hook)
            return;
        hook.Stop(why, time.GetUtcNow());
        await unit.CommitAsync(CancellationToken.None);
        LogStopped(id, why);
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        await using var unit = await work.BeginAsync(stoppingToken);
        var now = time.GetUtcNow();
        await unit.Webhooks.SweepAsync(now - MaxAge, MaxKept, stoppingToken);
        foreach (var hook in await unit.Webhooks.OverfullAsync(MaxWaiting, stoppingToken))
            hook.Stop($"More than {MaxWaiting} messages wait for it. Messages come faster than its address takes them.", now);
        await unit.CommitAsync(stoppingToken);
        _sweptAt = now;
    }

    private string? TryUnprotect(Webhook hook)
    {
        try
        {
            return secrets.Unprotect(hook.Secret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static double Draw() => RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20);

    [LoggerMessage(253, LogLevel.Error, "Webhooks could not be looked after; it is tried again.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(254, LogLevel.Error, "The messages of webhook {WebhookId} could not be sent; it is tried again.")]
    private partial void LogTurnFailed(Exception exception, Guid webhookId);

    [LoggerMessage(255, LogLevel.Warning, "Webhook {WebhookId} is stopped: {Reason}")]
    private partial void LogStopped(Guid webhookId, string reason);

    [LoggerMessage(256, LogLevel.Information, "Webhook {WebhookId} did not accept a message: {Reason} It rests until {Until:O}.")]
    private partial void LogNotAccepted(Guid webhookId, string reason, DateTimeOffset? until);

    private sealed class Turn(bool isProven)
    {
        public bool IsProven => isProven;

        public Task Task { get; set; } = Task.CompletedTask;
    }
}
