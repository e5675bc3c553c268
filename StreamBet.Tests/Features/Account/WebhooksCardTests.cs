using Bunit;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Webhooks;
using StreamBet.Web.Features.Account.Webhooks;

namespace StreamBet.Tests.Features.Account;

public sealed class WebhooksCardTests : ComponentTest
{
    public WebhooksCardTests(RunningApp running)
        : base(running) => Services.AddSingleton(App.Services.GetRequiredService<WebhookKeeper>());

    [Fact]
    public async Task A_webhook_is_made_with_a_secret_that_is_shown_once_and_deleted()
    {
        var card = Render<WebhooksCard>();

        await card.InputAsync("[data-test=webhook-url]", "http://example.org/hook");
        await card.SubmitAsync("form");
        card.Find("[data-test=webhook-said]").TextContent.Should().StartWith("The URL must start with https.");
        card.FindAll("[data-test=webhook]").Should().BeEmpty();

        await card.InputAsync("[data-test=webhook-url]", "https://example.org/hook");
        await card.SubmitAsync("form");
        card.Find("[data-test=webhook]").TextContent.Should().Be("https://example.org/hook");
        card.Find("[data-test=webhook-secret]").TextContent.Should().StartWith("whsec_");
        card.Find("[data-test=webhook-state]").TextContent.Should().Be("Nothing sent yet");

        var again = Render<WebhooksCard>();
        again.WaitForElement("[data-test=webhook]").TextContent.Should().Be("https://example.org/hook");
        again.FindAll("[data-test=webhook-secret]").Should().BeEmpty();
        await again.ClickAsync("[data-test=delete-webhook]");
        again.FindAll("[data-test=webhook]").Should().BeEmpty();
        again.Find("[data-test=webhook-said]").TextContent.Should().Be("Webhook deleted.");
    }
}
