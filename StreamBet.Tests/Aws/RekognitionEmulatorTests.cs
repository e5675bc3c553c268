using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

public sealed class RekognitionEmulatorTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private RekognitionEmulator _emulator = null!;
    private BareRekognition _client = null!;

    public async Task InitializeAsync()
    {
        _emulator = await RekognitionEmulator.StartAsync(_time);
        _client = new BareRekognition(_emulator);
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    [Fact]
    public async Task Who_does_not_sign_or_whose_credentials_have_expired_is_refused()
    {
        _client.AccessKey = null;
        (await _client.RefusedAsync(RekognitionEmulator.Start, BareRekognition.Clip()))
            .Should().Be((403, "MissingAuthenticationTokenException"));

        _emulator.Expire("OLD");
        _client.AccessKey = "OLD";
        (await _client.RefusedAsync(RekognitionEmulator.Start, BareRekognition.Clip()))
            .Should().Be((400, "ExpiredTokenException"));

        _client.AccessKey = "NEW";
        await _client.StartAsync();
        _emulator.Calls.Select(call => (call.AccessKey, call.Outcome)).Should().Equal(
            (null, "MissingAuthenticationTokenException"), ("OLD", "ExpiredTokenException"), ("NEW", "OK"));
    }

    [Fact]
    public async Task The_same_token_starts_one_job_however_often_it_comes()
    {
        var ids = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => _client.StartAsync(BareRekognition.Clip("once"))));
        ids.Distinct().Should().ContainSingle().Which.Should().MatchRegex("^[a-zA-Z0-9-_]{1,64}$");
        _emulator.Jobs.Should().ContainSingle();
        _emulator.StartsWith("once").Should().Be(5);

        (await _client.RefusedAsync(RekognitionEmulator.Start, BareRekognition.Clip("once", key: "other.mp4")))
            .Should().Be((400, "IdempotentParameterMismatchException"));
        (await _client.StartAsync(BareRekognition.Clip("twice"))).Should().NotBe(ids[0]);
        (await _client.StartAsync()).Should().NotBe(await _client.StartAsync(), "without a token each start is a job");
    }

    [Fact]
    public async Task A_job_and_its_token_are_forgotten_after_seven_days()
    {
        var first = await _client.StartAsync(BareRekognition.Clip("token"));
        _time.Advance(TimeSpan.FromDays(7));
        (await _client.RefusedAsync(RekognitionEmulator.Get, new JsonObject { ["JobId"] = first }))
            .Should().Be((400, "ResourceNotFoundException"));
        (await _client.StartAsync(BareRekognition.Clip("token"))).Should().NotBe(first);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"Video":{}}""")]
    [InlineData("""{"Video":{"S3Object":{"Bucket":"clips"}}}""")]
    [InlineData("""{"Video":{"S3Object":{"Bucket":"clips","Name":"a"}},"MinConfidence":100.5}""")]
    [InlineData("""{"Video":{"S3Object":{"Bucket":"clips","Name":"a"}},"MinConfidence":"50"}""")]
    [InlineData("""{"Video":{"S3Object":{"Bucket":"clips","Name":"a"}},"ClientRequestToken":""}""")]
    [InlineData("""{"Video":{"S3Object":{"Bucket":"clips","Name":"a"}},"ClientRequestToken":"a b"}""")]
    [InlineData("""{"Video":{"S3Object":{"Bucket":"clips","Name":"a"}},"ClientRequestToken":"a\n"}""")]
    [InlineData("""{"Video":{"S3Object":{"Bucket":"clips","Name":"a"}},"Features":["FACES"]}""")]
    [InlineData("""{"Video":{"S3Object":{"Bucket":"clips","Name":"a"}},"Features":[null]}""")]
    [InlineData("""{"Video":{"S3Object":{"Bucket":"clips","Name":"a"}},"Fetures":["GENERAL_LABELS"]}""")]
    [InlineData("""{"Video":{"S3Object":{"Bucket":"clips","Name":"a"}},"NotificationChannel":{"RoleArn":"x"}}""")]
    public async Task A_start_that_is_not_as_the_service_model_has_it_is_refused(string input)
    {
        (await _client.RefusedAsync(RekognitionEmulator.Start, JsonNode.Parse(input)!.AsObject()))
            .Should().Be((400, "InvalidParameterException"));
        _emulator.Jobs.Should().BeEmpty();
    }

    [Theory]
    [InlineData(64, 100, true)]
    [InlineData(65, 100, false)]
    [InlineData(64, 101, false)]
    public async Task A_token_has_up_to_64_characters_and_a_filter_up_to_100_entries(
        int characters, int entries, bool isTaken)
    {
        var input = BareRekognition.Clip(new string('t', characters));
        input["Settings"] = new JsonObject
        {
            ["GeneralLabels"] = new JsonObject
            {
                ["LabelInclusionFilters"] = new JsonArray([.. Enumerable.Range(0, entries).Select(n => $"Label {n}")]),
            },
        };
        var (status, _) = await _client.CallAsync(RekognitionEmulator.Start, input);
        ((int)status == 200).Should().Be(isTaken);
    }

    [Fact]
    public async Task A_question_that_is_wrong_or_about_no_job_is_refused()
    {
        var job = await _client.StartAsync();
        foreach (var (member, value) in new (string, JsonNode)[]
            { ("MaxResults", 0), ("MaxResults", 1.5), ("SortBy", "CONFIDENCE"), ("AggregateBy", "DAYS"), ("Page", 2) })
        {
            (await _client.RefusedAsync(RekognitionEmulator.Get, new JsonObject { ["JobId"] = job, [member] = value }))
                .Should().Be((400, "InvalidParameterException"), member);
        }

        (await _client.RefusedAsync(RekognitionEmulator.Get, [])).Should().Be((400, "InvalidParameterException"));
        (await _client.RefusedAsync(RekognitionEmulator.Get, new JsonObject { ["JobId"] = "unknown" }))
            .Should().Be((400, "ResourceNotFoundException"));
        (await _client.RefusedAsync("DetectFaces", [])).Should().Be((400, "UnknownOperationException"));
    }

    [Fact]
    public async Task A_job_is_in_progress_for_as_many_polls_as_asked()
    {
        _emulator.JobsEnd = new JobEnd.AfterPolls(2);
        var id = await _client.StartAsync();
        string[] statuses = [RekognitionJob.InProgress, RekognitionJob.InProgress, RekognitionJob.Succeeded];
        foreach (var expected in statuses)
            ((string)(await _client.GetAsync(id))["JobStatus"]!).Should().Be(expected);
        (await _emulator.JobAsync()).Polls.Should().Be(3);
    }

    [Fact]
    public async Task A_job_ends_when_its_time_has_passed()
    {
        _emulator.JobsEnd = new JobEnd.After(TimeSpan.FromMinutes(1));
        var id = await _client.StartAsync();
        _time.Advance(TimeSpan.FromSeconds(59));
        ((string)(await _client.GetAsync(id))["JobStatus"]!).Should().Be(RekognitionJob.InProgress);
        _time.Advance(TimeSpan.FromSeconds(1));
        ((string)(await _client.GetAsync(id))["JobStatus"]!).Should().Be(RekognitionJob.Succeeded);
    }

    [Fact]
    public async Task A_job_ends_on_a_signal_well_or_badly_and_only_once()
    {
        _emulator.JobsEnd = new JobEnd.OnSignal();
        var (good, bad) = (await _client.StartAsync(), await _client.StartAsync());
        (await _client.GetAsync(good))["Labels"]!.AsArray().Should().BeEmpty("it is in progress");

        _emulator.Jobs[0].Succeed();
        _emulator.Jobs[0].Fail("too late");
        (await _emulator.JobAsync(2)).Fail("Unsupported codec/format");

        var seen = await _client.GetAsync(good);
        ((string)seen["JobStatus"]!).Should().Be(RekognitionJob.Succeeded);
        seen["StatusMessage"].Should().BeNull();
        ((string)seen["VideoMetadata"]!["Format"]!).Should().Be("QuickTime / MOV");
        var failed = await _client.GetAsync(bad);
        ((string)failed["JobStatus"]!, (string)failed["StatusMessage"]!)
            .Should().Be((RekognitionJob.Failed, "Unsupported codec/format"));
    }

    [Fact]
    public async Task Jobs_beyond_the_slots_are_refused_until_one_ends()
    {
        (_emulator.Slots, _emulator.JobsEnd) = (2, new JobEnd.OnSignal());
        await _client.StartAsync();
        await _client.StartAsync(BareRekognition.Clip("second"));
        (await _client.RefusedAsync(RekognitionEmulator.Start, BareRekognition.Clip("third")))
            .Should().Be((400, "LimitExceededException"));
        await _client.StartAsync(BareRekognition.Clip("second"));

        _emulator.Jobs[0].Succeed();
        await _client.StartAsync(BareRekognition.Clip("third"));
        (_emulator.Jobs.Count, _emulator.MaxJobsAtOnce, _emulator.RefusedForSlots).Should().Be((3, 2, 1));
    }

    [Fact]
    public async Task Calls_over_the_rate_are_refused_and_counted_for_each_operation()
    {
        var id = await _client.StartAsync();
        _emulator.CallsPerSecond = 5;
        for (var call = 0; call < 5; call++)
            await _client.GetAsync(id);
        (await _client.RefusedAsync(RekognitionEmulator.Get, new JsonObject { ["JobId"] = id }))
            .Should().Be((400, "ThrottlingException"));
        await _client.StartAsync();

        _time.Advance(TimeSpan.FromSeconds(0.2));
        await _client.GetAsync(id);
        _emulator.RateRefusal = RekognitionFaults.ProvisionedThroughputExceeded;
        (await _client.RefusedAsync(RekognitionEmulator.Get, new JsonObject { ["JobId"] = id }))
            .Should().Be((400, "ProvisionedThroughputExceededException"));

        _emulator.RefusedForRate.Should().Be(2);
        _time.Advance(TimeSpan.FromSeconds(0.9));
        await _client.GetAsync(id);
        _emulator.MaxCallsInASecond(RekognitionEmulator.Get)
            .Should().Be(8, "the last came over a second after the first");
        _emulator.MaxCallsInASecond().Should().Be(10);
    }
}
