using System.ComponentModel.DataAnnotations;
using StreamBet.Core.Kernel;
using StreamBet.Core.Webhooks;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>/api/webhooks: the caller's webhooks, what was sent to them, and trying and resuming them.</summary>
internal static class WebhooksApi
{
    public static void MapWebhooks(this RouteGroupBuilder api)
    {
        api.MapPost("/webhooks", MakeAsync).WithName("MakeWebhook")
            .WithSummary("Makes a webhook, which is told of the caller's markets or, an operator's, of all. The secret is shown here alone.")
            .Produces<NewWebhookResponse>(StatusCodes.Status201Created)
            .Refuses(RefusalKind.Unprocessable, "webhook_events", "webhook_url").Refuses(RefusalKind.Conflict, "too_many_webhooks")
            .Refuses(RefusalKind.TooMany, "webhooks_full");
        api.MapGet("/webhooks", ListAsync).WithName("Webhooks").WithSummary("The caller's webhooks, oldest first.").Produces<WebhooksResponse>();
        api.MapGet("/webhooks/{id:guid}", FindAsync).WithName("Webhook").WithSummary("One of the caller's webhooks.")
            .Produces<WebhookResponse>().Refuses(RefusalKind.NotFound, "webhook_not_found");
        api.MapDelete("/webhooks/{id:guid}", DeleteAsync).WithName("DeleteWebhook").WithSummary("Deletes a webhook with its messages.")
            .Produces(StatusCodes.Status204NoContent).Refuses(RefusalKind.NotFound, "webhook_not_found");
        api.MapGet("/webhooks/{id:guid}/deliveries", DeliveriesAsync).WithName("WebhookDeliveries")
            .WithSummary("The latest messages to a webhook, latest first.")
            .Produces<DeliveriesResponse>().Refuses(RefusalKind.NotFound, "webhook_not_found");
        api.MapPost("/webhooks/{id:guid}/test", PingAsync).WithName("TestWebhook").WithSummary("Sends a webhook.ping to a webhook.")
            .Produces<DeliveryResponse>(StatusCodes.Status202Accepted).Refuses(RefusalKind.NotFound, "webhook_not_found")
            .Refuses(RefusalKind.Conflict, "webhook_stopped").Refuses(RefusalKind.TooMany, "webhook_tested");
        api.MapPost("/webhooks/{id:guid}/resume", ResumeAsync).WithName("ResumeWebhook")
            .WithSummary("Starts a stopped webhook again, and sends now what waits for it.")
            .Produces<WebhookResponse>().Refuses(RefusalKind.NotFound, "webhook_not_found");
    }

    private static async Task<IResult> MakeAsync(
        WebhookRequest request, WebhookKeeper keeper, HttpContext context, CancellationToken cancellationToken)
    {
        var made = await keeper.MakeAsync(request.Url, request.Events, context.Caller(), cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(
            $"/api/webhooks/{made.Webhook.Webhook.Id}", new NewWebhookResponse(WebhookPart.From(made.Webhook), made.Secret));
    }

    private static async Task<IResult> ListAsync(WebhookKeeper keeper, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok(new WebhooksResponse(
            [.. (await keeper.ListAsync(context.Caller(), cancellationToken)).Select(WebhookPart.From)]));

    private static async Task<IResult> FindAsync(
        Guid id, WebhookKeeper keeper, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok(new WebhookResponse(WebhookPart.From(await keeper.FindAsync(id, context.Caller(), cancellationToken))));

    private static async Task<IResult> DeleteAsync(
        Guid id, WebhookKeeper keeper, HttpContext context, CancellationToken cancellationToken)
    {
        await keeper.DeleteAsync(id, context.Caller(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> DeliveriesAsync(
        Guid id, WebhookKeeper keeper, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok(new DeliveriesResponse(
            [.. (await keeper.ReadDeliveriesAsync(id, context.Caller(), cancellationToken)).Select(DeliveryPart.From)]));

    private static async Task<IResult> PingAsync(
        Guid id, WebhookKeeper keeper, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Accepted(
            $"/api/webhooks/{id}/deliveries",
            new DeliveryResponse(DeliveryPart.From(await keeper.PingAsync(id, context.Caller(), cancellationToken))));

    private static async Task<IResult> ResumeAsync(
        Guid id, WebhookKeeper keeper, HttpContext context, CancellationToken cancellationToken)
    {
        await keeper.ResumeAsync(id, context.Caller(), cancellationToken);
        return await FindAsync(id, keeper, context, cancellationToken);
    }

    internal sealed record WebhookRequest([property: Required] string? Url, IReadOnlyList<string>? Events);

    internal sealed record NewWebhookResponse(WebhookPart Webhook, string Secret);

    internal sealed record WebhookResponse(WebhookPart Webhook);

    internal sealed record WebhooksResponse(IReadOnlyList<WebhookPart> Webhooks);

    internal sealed record WebhookPart(
        Guid Id, string Url, IReadOnlyList<string> Events, string Markets, string State, string? Reason, int Waiting,
        DateTimeOffset CreatedAt, DateTimeOffset? SucceededAt, DateTimeOffset? FailingSince,
        DateTimeOffset? RestsUntil, DateTimeOffset? StoppedAt)
    {
        public static WebhookPart From(CountedWebhook counted)
        {
            var hook = counted.Webhook;
            return new WebhookPart(
                hook.Id,
                hook.Url,
                hook.Events,
                hook.IsForAll ? "all" : "own",
                hook.StoppedAt is not null ? "stopped" : hook.FailingSince is not null ? "failing" : "active",
                hook.WhyStopped,
                counted.Waiting,
                hook.CreatedAt,
                hook.SucceededAt,
                hook.FailingSince,
                hook.RestsUntil,
                hook.StoppedAt);
        }
    }

    internal sealed record DeliveriesResponse(IReadOnlyList<DeliveryPart> Deliveries);

    internal sealed record DeliveryResponse(DeliveryPart Delivery);

    internal sealed record DeliveryPart(
        string Id, string Type, string State, DateTimeOffset CreatedAt, int Attempts, DateTimeOffset? SentAt, int? Status, string? Fault,
        DateTimeOffset? DueAt)
    {
        public static DeliveryPart From(WebhookDelivery delivery) => new(
            delivery.MessageId, delivery.Type, delivery.State.ToString().ToLowerInvariant(), delivery.CreatedAt, delivery.Attempts,
            delivery.SentAt, delivery.Status, delivery.Fault, delivery.DueAt);
    }
}
