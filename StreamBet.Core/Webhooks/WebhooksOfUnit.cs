using StreamBet.Core.Kernel;

namespace StreamBet.Core.Webhooks;

/// <summary>Adds the webhooks to a unit of work.</summary>
public static class WebhooksOfUnit
{
    extension(IUnitOfWork unit)
    {
        /// <summary>Webhooks and their messages.</summary>
        public IWebhookStore Webhooks => unit.Store<IWebhookStore>();
    }
}
