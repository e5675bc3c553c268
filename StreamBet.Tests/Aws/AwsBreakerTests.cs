using System.Net;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Aws.Storage;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>When S3 fails again and again, it is left alone for a while: whoever sends a clip then hears so at
/// once.</summary>
public sealed class AwsBreakerTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private AwsWorld _aws = null!;
    private TestApp _app = null!;

    public async Task InitializeAsync()
    {
        _aws = await AwsWorld.StartAsync();
        _app = _aws.StartAppOn(_data.Path, _time);
        // On a clock that stands still it is asked this once.
        await _app.Local.GetJsonAsync("/api/health");
    }

    public async Task DisposeAsync()
    {
        _app.Dispose();
        await _aws.DisposeAsync();
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task After_many_failures_S3_is_left_alone_and_the_answer_comes_at_once()
    {
        await FailUntilS3IsLeftAloneAsync();

        (await CodeAsync()).Should().Be("aws_unavailable");

        _app.HeldClips.Should().BeEmpty();
        (await _aws.Server.ListKeysAsync(_aws.Bucket)).Should().BeEmpty();
        (await _aws.Server.ListUploadsAsync(_aws.Bucket)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_S3_that_asks_for_fewer_calls_is_not_left_alone()
    {
        _aws.S3.Faults.Always(S3Request.CreateMultipartUpload, S3Faults.SlowDown);

        for (var clip = 1; clip <= 8; clip++)
        {
            (await CodeAsync()).Should().Be("aws_busy");
            Creations.Should().Be(4 * clip);
        }

        await _aws.EnsureNothingIsLeftAsync(_app);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task After_a_while_it_is_tried_again_and_what_was_left_is_deleted()
    {
        await FailUntilS3IsLeftAloneAsync();
        (await AwsWorld.LeftoversAsync(_app)).Should().BePositive("S3 could not be asked to delete");
        _aws.S3.Faults.Clear();

        await _time.UntilAsync(
            () => AwsWorld.LeftoversAsync(_app).GetAwaiter().GetResult() == 0, LeftoverSweeper.Interval);

        await (await _app.Local.SendClipAsync(await RealClips.NobodyAsync())).ReadAsync();
        await _aws.EnsureNothingIsLeftAsync(_app);
    }

    private int Creations => _aws.S3.Requests.Count(request => request.Operation == S3Request.CreateMultipartUpload);

    // Twenty calls within half a minute, at least half of them in vain: five clips make four such calls each.
    private async Task FailUntilS3IsLeftAloneAsync()
    {
        _aws.S3.Faults.Always(S3Request.CreateMultipartUpload, S3Faults.InternalError);
        for (var clip = 1; clip <= 5; clip++)
            (await CodeAsync()).Should().Be("aws_unavailable");
        var calls = _aws.S3.Requests.Count;
        (await CodeAsync()).Should().Be("aws_unavailable");
        _aws.S3.Requests.Should().HaveCount(calls, "none is made");
    }

    private async Task<string?> CodeAsync() =>
        await _app.Local.SendClipAsync(await RealClips.NobodyAsync()).CodeAsync(HttpStatusCode.ServiceUnavailable);
}
