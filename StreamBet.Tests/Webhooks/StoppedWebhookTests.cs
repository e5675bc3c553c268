using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.Servers;
using StreamBet.Core.Webhooks;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Webhooks;

/// <summary>Three days of failures on the test's clock. There is no server around the deliverer, whose other clocks would tick a
/// million times in these days; database and sockets are real.</summary>
public sealed class StoppedWebhookTests : IAsyncLifetime, IDisposable
{
    private static readonly Caller Host = Exchange.Person("host");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly WebhookSender _sender;
    private HookReceiver _receiver = null!;
    private Exchange _exchange = null!;
    private WebhookKeeper _keeper = null!;
    private WebhookDeliverer _deliverer = null!;

    public StoppedWebhookTests() => _sender = new WebhookSender(new SystemResolver(), Allowed, _time);

    private static IOptions<StreamBetOptions> Allowed => Options.Create(
        new StreamBetOptions { Webhooks = { AllowHttp = true, AllowPrivateAddresses = true } });

    public async Task InitializeAsync()
    {
        _receiver = await HookReceiver.StartAsync();
        _exchange = await Exchange.OpenAsync(_folder.Path, _time);
        var (signal, secrets) = (_exchange.Get<DeliverySignal>(), new PlainSecrets());
        _keeper = new WebhookKeeper(
            _exchange.Work, secrets, signal, _exchange.Get<AddressLimits>(), Allowed, _time, NullLogger<WebhookKeeper>.Instance);
        _deliverer = new WebhookDeliverer(_exchange.Work, _sender, secrets, signal, _exchange.Get<LivingServers>(), _time, NullLogger<WebhookDeliverer>.Instance);
        await _deliverer.StartAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _deliverer.StopAsync(default);
        await _exchange.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    public void Dispose()
    {
        _deliverer.Dispose();
        _sender.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task After_three_days_of_failures_it_is_stopped_and_can_be_resumed()
    {
        _receiver.Answer = (_, http, _) => HookReceiver.AnswerAsync(http, 503);
        var id = (await _keeper.MakeAsync(_receiver.At("/hook"), null, Host, default)).Webhook.Webhook.Id;
        await _exchange.OpenMarketAsync(Host);
        var began = _time.GetUtcNow();
        await Eventually.IsTrueAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromMinutes(30));
                return (await FindAsync(id)).Webhook.StoppedAt is not null;
            },
            "it is stopped");

        var (hook, waiting) = await FindAsync(id);
        (hook.StoppedAt!.Value - began).Should().BeGreaterThanOrEqualTo(WebhookRetries.MaxFailing).And.BeLessThan(TimeSpan.FromDays(5));
        hook.WhyStopped.Should().StartWith("It failed for 3 days.");
        waiting.Should().Be(1);
        _receiver.Got.Count.Should().BeInRange(6, 40, "the pauses grow");
        await _keeper.Invoking(keeper => keeper.PingAsync(id, Host, default)).Should().ThrowAsync<RefusedException>();
        var sent = _receiver.Got.Count;

        _receiver.Answer = (_, http, _) => HookReceiver.AnswerAsync(http, 204);
        await _keeper.ResumeAsync(id, Host, default);

        var got = await _receiver.GetAsync("/hook", sent + 1);
        got[^1].Id.Should().Be(got[0].Id, "what waited is sent");
        await Eventually.IsTrueAsync(async () => await FindAsync(id) is { Waiting: 0, Webhook.IsProven: true }, "it works again");
    }

    private Task<CountedWebhook> FindAsync(Guid id) => _keeper.FindAsync(id, Host, default);
}
