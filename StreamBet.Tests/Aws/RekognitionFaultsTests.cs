using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

public sealed class RekognitionFaultsTests : IAsyncLifetime
{
    private RekognitionEmulator _emulator = null!;
    private BareRekognition _client = null!;

    public async Task InitializeAsync()
    {
        _emulator = await RekognitionEmulator.StartAsync();
        _client = new BareRekognition(_emulator);
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    [Fact]
    public async Task Faults_come_in_the_order_they_were_queued_and_only_for_their_operation()
    {
        var id = await _client.StartAsync();
        _emulator.Faults.Next(RekognitionEmulator.Get, RekognitionFaults.InternalServerError);
        _emulator.Faults.Next(RekognitionEmulator.Get, RekognitionFaults.Throttling, times: 2);
        _emulator.Faults.Next(RekognitionEmulator.Get, RekognitionFaults.ServiceUnavailable);
        await _client.StartAsync();

        var seen = new List<(int, string)>();
        for (var call = 0; call < 4; call++)
            seen.Add(await _client.RefusedAsync(RekognitionEmulator.Get, new JsonObject { ["JobId"] = id }));
        seen.Should().Equal(
            (500, "InternalServerError"), (400, "ThrottlingException"), (400, "ThrottlingException"),
            (503, "ServiceUnavailableException"));
        await _client.GetAsync(id);
    }

    [Fact]
    public async Task A_lasting_fault_lasts_until_it_is_cleared()
    {
        _emulator.Faults.Always(RekognitionEmulator.Start, RekognitionFaults.AccessDenied);
        for (var call = 0; call < 3; call++)
        {
            (await _client.RefusedAsync(RekognitionEmulator.Start, BareRekognition.Clip()))
                .Should().Be((400, "AccessDeniedException"));
        }

        _emulator.Faults.Clear(RekognitionEmulator.Start);
        var id = await _client.StartAsync();
        _emulator.Faults.Always(Faults.AnyOperation, RekognitionFaults.ServiceUnavailable);
        (await _client.RefusedAsync(RekognitionEmulator.Get, new JsonObject { ["JobId"] = id }))
            .Status.Should().Be(503);
        _emulator.Faults.Clear();
        await _client.GetAsync(id);
    }

    [Fact]
    public async Task A_connection_breaks_before_the_work_or_after_it()
    {
        var start = BareRekognition.Clip("token");
        _emulator.Faults.Next(RekognitionEmulator.Start, new Fault.Reset());
        _emulator.Faults.Next(RekognitionEmulator.Start, new Fault.Reset().AfterWork());
        var call = () => _client.CallAsync(RekognitionEmulator.Start, start);

        await call.Should().ThrowAsync<HttpRequestException>();
        _emulator.Jobs.Should().BeEmpty();
        await call.Should().ThrowAsync<HttpRequestException>();
        _emulator.Jobs.Should().ContainSingle("the job was started, though its caller did not hear of it");
        (await _client.StartAsync(start)).Should().Be(_emulator.Jobs[0].Id);
        _emulator.Calls.Select(made => made.Outcome).Should().Equal("Reset", "Reset", "OK");
    }

    [Fact]
    public async Task A_call_hangs_until_it_is_let_go_or_its_caller_gives_up()
    {
        var gate = new Gate();
        _emulator.Faults.Next(RekognitionEmulator.Start, new Fault.Hang(gate), times: 2);
        using var patience = new CancellationTokenSource();
        var hanging = _client.CallAsync(RekognitionEmulator.Start, BareRekognition.Clip(), patience.Token);
        await gate.Reached;
        await patience.CancelAsync();
        await hanging.Invoking(call => call).Should().ThrowAsync<OperationCanceledException>();
        await Eventually.IsTrueAsync(
            () => _emulator.Calls[0].Outcome == "Gone", "the emulator sees that the caller left");
        _emulator.Jobs.Should().BeEmpty();

        var second = _client.StartAsync();
        gate.Open();
        await second;
    }

    [Fact]
    public async Task An_answer_comes_slowly_or_in_no_language_at_all()
    {
        var gate = new Gate();
        _emulator.Faults.Next(RekognitionEmulator.Start, new Fault.SlowBody(gate));
        using var response = await _client.SendAsync(RekognitionEmulator.Start, BareRekognition.Clip());
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var body = response.Content.ReadAsStringAsync();
        await gate.Reached;
        body.IsCompleted.Should().BeFalse();
        gate.Open();
        ((string)JsonNode.Parse(await body)!["JobId"]!).Should().Be(_emulator.Jobs[0].Id);

        _emulator.Faults.Next(RekognitionEmulator.Start, new Fault.Garbage());
        await _client.Invoking(client => client.StartAsync()).Should().ThrowAsync<JsonException>();
        _emulator.Jobs.Should().ContainSingle();
    }

    [Fact]
    public async Task It_ends_though_calls_hang()
    {
        var gate = new Gate();
        var emulator = await RekognitionEmulator.StartAsync();
        var client = new BareRekognition(emulator);
        emulator.Faults.Always(Faults.AnyOperation, new Fault.Hang(gate));
        var hanging = client.CallAsync(RekognitionEmulator.Start, BareRekognition.Clip());
        await gate.Reached;
        await emulator.DisposeAsync();
        await hanging.Invoking(call => call).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task An_object_is_read_whole_at_the_start_and_one_that_is_absent_is_refused()
    {
        var s3 = await S3Server.SharedAsync();
        await using var faulty = await FaultyS3.StartAsync(s3);
        var bucket = await s3.CreateBucketAsync();
        await s3.Client.PutObjectAsync(new() { BucketName = bucket, Key = "a/clip 1.mp4", ContentBody = "bytes" });
        _emulator.S3Endpoint = faulty.Address;

        JsonObject Clip(string key) => BareRekognition.Clip(bucket: bucket, key: key);
        await _client.StartAsync(Clip("a/clip 1.mp4"));
        _emulator.Jobs[0].ObjectSha256.Should().Be(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("bytes"u8)));
        faulty.Requests.Should().ContainSingle(request =>
            request.Key == "a/clip 1.mp4" && request.AccessKey == RekognitionEmulator.ServiceAccessKey);

        (await _client.RefusedAsync(RekognitionEmulator.Start, Clip("none.mp4")))
            .Should().Be((400, "InvalidS3ObjectException"));
        faulty.Faults.Next(S3Request.GetObject, S3Faults.AccessDenied);
        (await _client.RefusedAsync(RekognitionEmulator.Start, Clip("a/clip 1.mp4")))
            .Should().Be((400, "InvalidS3ObjectException"));
    }
}
