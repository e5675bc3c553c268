using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Kernel;
using StreamBet.Core.Webhooks;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Webhooks;

/// <summary>Messages on a real socket. Only the lookup of names is the test's, and where a receiver hangs, the clock.</summary>
public sealed class WebhookSenderTests : IAsyncLifetime
{
    private readonly NameServer _names = new();
    private readonly FakeTimeProvider _time = new();
    private HookReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await HookReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task A_message_goes_to_the_address_of_the_name()
    {
        _names.Answers.Enqueue([IPAddress.Loopback]);

        var answer = await SendAsync(allowsPrivate: true);

        answer.Should().Be(new WebhookAnswer(204, null));
        var got = _receiver.Got.Should().ContainSingle().Subject;
        got.Should().Be(new HookMessage("/hook", "msg_1", "1614265330", "v1,abc=", "{\"a\":1}", null));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1", "127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task A_name_that_leads_to_this_machine_is_not_connected_to(params string[] addresses)
    {
        _names.Answers.Enqueue([.. addresses.Select(IPAddress.Parse)]);

        var answer = await SendAsync(allowsPrivate: false);

        answer.Status.Should().BeNull();
        answer.Fault.Should().Contain("not of the public internet");
        _receiver.Got.Should().BeEmpty();
    }

    [Fact]
    public async Task An_address_in_place_of_a_name_is_checked_too()
    {
        using var sender = Sender(allowsPrivate: false, new SystemResolver());

        foreach (var host in new[] { "127.0.0.1", "[::1]", "[::ffff:7f00:1]", "localhost", "0x7f.1", "2130706433" })
        {
            var answer = await sender.SendAsync(new Uri($"http://{host}:{_receiver.Port}/hook"), Message, default);
            answer.Fault.Should().Contain("not of the public internet", host);
        }

        _receiver.Got.Should().BeEmpty();
    }

    // A name can give one address to a check beforehand and another to the connection; here one lookup serves both.
    [Fact]
    public async Task A_name_is_looked_up_once_for_each_connection_and_what_was_found_is_checked()
    {
        _names.Answers.Enqueue([IPAddress.Parse("10.1.2.3"), IPAddress.Loopback]);
        _names.Answers.Enqueue([IPAddress.Loopback]);
        using var sender = Sender(allowsPrivate: false, _names);

        (await sender.SendAsync(Url, Message, default)).Fault.Should().Contain("not of the public internet");
        _names.Lookups.Should().Be(1);
        (await sender.SendAsync(Url, Message, default)).Fault.Should().Contain("not of the public internet");
        _names.Lookups.Should().Be(2);
        _receiver.Got.Should().BeEmpty();
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_not_followed()
    {
        _receiver.Answer = (_, http, _) =>
        {
            http.Response.Headers.Location = _receiver.At("/elsewhere");
            return HookReceiver.AnswerAsync(http, 307);
        };
        _names.Answers.Enqueue([IPAddress.Loopback]);

        var answer = await SendAsync(allowsPrivate: true);

        answer.Should().Be(new WebhookAnswer(307, null));
        answer.IsAccepted.Should().BeFalse();
        _receiver.Got.Select(message => message.Path).Should().Equal("/hook");
    }

    [Fact]
    public async Task Cookies_are_not_sent_back()
    {
        _receiver.Answer = (_, http, _) =>
        {
            http.Response.Headers.SetCookie = "a=b; path=/";
            return HookReceiver.AnswerAsync(http, 200);
        };
        _names.Always = [IPAddress.Loopback];
        using var sender = Sender(allowsPrivate: true, _names);

        await sender.SendAsync(Url, Message, default);
        await sender.SendAsync(Url, Message, default);

        _receiver.Got.Select(message => message.Cookie).Should().Equal(null, null);
    }

    [Fact]
    public async Task Of_an_answer_without_an_end_only_the_beginning_is_read()
    {
        var sent = 0L;
        var isOver = new TaskCompletionSource();
        _receiver.Answer = async (_, http, gone) =>
        {
            try
            {
                while (true)
                {
                    await http.Response.Body.WriteAsync(new byte[64 * 1024], gone);
                    sent += 64 * 1024;
                }
            }
            finally
            {
                isOver.SetResult();
            }
        };
        _names.Answers.Enqueue([IPAddress.Loopback]);

        (await SendAsync(allowsPrivate: true)).Should().Be(new WebhookAnswer(200, null));

        await isOver.Task.WaitAsync(TimeSpan.FromSeconds(30));
        sent.Should().BeLessThan(MaxBuffered("tcp_wmem") + MaxBuffered("tcp_rmem") + (1 << 20), "the connection is closed; what was sent lies in buffers");
    }

    // What the kernel keeps of a connection at most, in one direction (tcp(7)).
    private static long MaxBuffered(string setting) => long.Parse(
        File.ReadAllText($"/proc/sys/net/ipv4/{setting}").Split('\t', ' ')[^1], System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_receiver_that_hangs_has_ten_seconds(bool answersFirst)
    {
        var hasCome = new TaskCompletionSource();
        _receiver.Answer = async (_, http, gone) =>
        {
            if (answersFirst)
            {
                await http.Response.Body.WriteAsync("Wait"u8.ToArray(), gone);
                await http.Response.Body.FlushAsync(gone);
            }

            hasCome.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, gone);
        };
        _names.Answers.Enqueue([IPAddress.Loopback]);

        var sending = SendAsync(allowsPrivate: true);
        await hasCome.Task;
        _time.Advance(WebhookSender.Patience - TimeSpan.FromSeconds(1));
        sending.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        (await sending).Fault.Should().Be("It did not answer within 10 seconds.");
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_or_speaks_no_TLS_is_told_in_a_sentence()
    {
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        using var sender = Sender(allowsPrivate: true, new SystemResolver());

        (await sender.SendAsync(new Uri($"http://127.0.0.1:{port}/"), Message, default)).Fault.Should().Be("Nothing listens there.");
        (await sender.SendAsync(new Uri($"https://127.0.0.1:{_receiver.Port}/"), Message, default)).Fault
            .Should().StartWith("There was no secure connection");
        _names.Fails = true;
        using var other = Sender(allowsPrivate: true, _names);
        (await other.SendAsync(Url, Message, default)).Fault.Should().Be("Its name could not be looked up.");
    }

    private static SignedMessage Message => new("msg_1", "1614265330", "v1,abc=", "{\"a\":1}");

    private Uri Url => new($"http://hook.example:{_receiver.Port}/hook");

    private async Task<WebhookAnswer> SendAsync(bool allowsPrivate)
    {
        using var sender = Sender(allowsPrivate, _names);
        return await sender.SendAsync(Url, Message, default);
    }

    private WebhookSender Sender(bool allowsPrivate, IHostResolver names) => new(
        names, Options.Create(new StreamBetOptions { Webhooks = { AllowPrivateAddresses = allowsPrivate } }), _time);

    // Stands for the DNS, which a stranger controls for their own names.
    private sealed class NameServer : IHostResolver
    {
        public Queue<IPAddress[]> Answers { get; } = [];

        public IPAddress[]? Always { get; set; }

        public bool Fails { get; set; }

        public int Lookups { get; private set; }

        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            host.Should().Be("hook.example");
            Lookups++;
            return Fails
                ? Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound))
                : Task.FromResult(Always ?? Answers.Dequeue());
        }
    }
}
