using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Markets.Accounts;

namespace StreamBet.Core.Webhooks;

/// <summary>Registers the webhooks.</summary>
public static class WebhooksSetup
{
    /// <summary>Adds what makes webhooks and sends their messages. An <see cref="ISecretProtector"/> is needed besides.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSingleton<DeliverySignal>()
        .AddSingleton<WebhookOutbox>()
        .AddSingleton<WebhookKeeper>()
        .AddSingleton<IExportedPart, ExportedWebhooks>()
        .AddSingleton<IHostResolver, SystemResolver>()
        .AddSingleton<IWebhookSender, WebhookSender>()
        .AddHostedService<WebhookDeliverer>();
}
