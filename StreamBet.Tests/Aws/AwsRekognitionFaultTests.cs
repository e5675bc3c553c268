using System.Net;
using System.Text.Json;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>Rekognition goes wrong and goes on to: the person hears why and what to do, the market stays locked for the
/// same clip, and nothing is left.</summary>
public sealed class AwsRekognitionFaultTests : IAsyncLifetime
{
    private const string NoClip = "no clip";
    private const string TooLarge = "too large";
    private const string OtherInput = "other input";

    private AwsWorld _aws = null!;

    public static TheoryData<string, string> Lasting
    {
        get
        {
            var rows = new TheoryData<string, string>
            {
                { RekognitionEmulator.Start, NoClip },
                { RekognitionEmulator.Start, TooLarge },
                { RekognitionEmulator.Start, OtherInput },
            };
            foreach (var operation in new[] { RekognitionEmulator.Start, RekognitionEmulator.Get })
            {
                foreach (var trouble in new[]
                {
                    Trouble.Failure, Trouble.Throttling, Trouble.Reset, Trouble.TimeOut, Trouble.SlowBody,
                    Trouble.Garbage, Trouble.Denied, Trouble.Expired,
                })
                    rows.Add(operation, trouble);
            }

            return rows;
        }
    }

    public async Task InitializeAsync() => _aws = await AwsWorld.StartAsync();

    public Task DisposeAsync() => _aws.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task The_person_hears_why_and_the_market_waits_for_the_same_clip(string operation, string name)
    {
        var trouble = Named(name);
        using var application = Start(name);
        var id = await application.Local.OpenMarketAsync("Running");
        if (operation == RekognitionEmulator.Start)
            _aws.Rekognition.Faults.Always(operation, trouble.AtRekognition);
        else
            _aws.Rekognition.JobStarted = _ => _aws.Rekognition.Faults.Always(operation, trouble.AtRekognition);

        var problem = await (await application.Local.SendClipAsync(await RealClips.NobodyAsync(), $"?bet_ids={id}"))
            .ReadAsync(HttpStatusCode.InternalServerError);

        EnsureTold(trouble, problem);
        (await application.Local.StateOfAsync(id)).Should().Be("locked");
        var job = await application.JobAsync(await application.LatestJobAsync());
        job.GetProperty("state").GetString().Should().Be("failed");
        EnsureTold(trouble, job.GetProperty("error"));
        if (!trouble.MayPass)
            CallsOf(operation).Should().Be(1, "that will not change by asking again");
        _aws.Rekognition.Jobs.Count.Should().BeLessThanOrEqualTo(1, "however often it was asked for");
        await _aws.EnsureNothingIsLeftAsync(application);
    }

    [Fact]
    public async Task A_detection_that_never_ends_is_given_up_at_the_deadline()
    {
        _aws.Rekognition.JobsEnd = new JobEnd.OnSignal();
        using var application = _aws.StartApp(("Aws:Deadline", "00:00:01"));
        var id = await application.Local.OpenMarketAsync("Running");

        var problem = await (await application.Local.SendClipAsync(await RealClips.NobodyAsync(), $"?bet_ids={id}"))
            .ReadAsync(HttpStatusCode.InternalServerError);

        problem.GetProperty("code").GetString().Should().Be("rekognition_too_slow");
        problem.GetProperty("detail").GetString().Should().Be(
            "Amazon Rekognition took too long to analyse this clip. Send it again later.");
        (await application.Local.StateOfAsync(id)).Should().Be("locked");
        await _aws.EnsureNothingIsLeftAsync(application);
    }

    private TestApp Start(string name)
    {
        (string, string) patience = ("Aws:Patience", "00:00:00.050");
        return name is Trouble.TimeOut or Trouble.SlowBody
            ? _aws.StartApp(patience, Trouble.ShortTimeout)
            : _aws.StartApp(patience);
    }

    private static Trouble Named(string name) => name switch
    {
        NoClip => Of(
            RekognitionFaults.InvalidS3Object, "rekognition_no_clip",
            "Amazon Rekognition cannot read the clip from the S3 bucket. The operator has to check that both are in the same "
            + "region and that the policy in docs/aws.md is attached."),
        TooLarge => Of(
            RekognitionFaults.VideoTooLarge, "rekognition_failed",
            "This clip is too large for Amazon Rekognition. Send only the part that decides the market."),
        OtherInput => Of(
            RekognitionFaults.IdempotentParameterMismatch, "aws_refused",
            "AWS rejected a request from this server. The operator can find the cause in the log."),
        _ => Trouble.Named(name),
    };

    private static Trouble Of(Fault fault, string code, string sentence) => new(fault, fault, code, sentence);

    private static void EnsureTold(Trouble trouble, JsonElement problem)
    {
        problem.GetProperty("code").GetString().Should().Be(trouble.Code);
        problem.GetProperty("detail").GetString().Should().Be(trouble.Sentence);
    }

    // But those of health, which ask for nobody's job.
    private int CallsOf(string operation) => _aws.Rekognition.Calls.Count(call =>
        call.Operation == operation && (string?)call.Body?["JobId"] != "streambet-health-check");
}
