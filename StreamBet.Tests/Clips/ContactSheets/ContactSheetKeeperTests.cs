using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ContactSheets;
using StreamBet.Core.Findings;
using StreamBet.Core.LocalFiles;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using static StreamBet.Tests.Support.Analyses;

namespace StreamBet.Tests.Clips.ContactSheets;

/// <summary>A sheet is kept as far as that can be done, and never holds a verdict up. The clips here are no videos: what takes
/// the pictures is the test's.</summary>
public sealed class ContactSheetKeeperTests : IDisposable, ISheetSource
{
    private static readonly ClipAnalysis Analysis = Analyses.Of(
        10, Label("Cat", (1, 70), (1.5, 90), (8, 60)), Label("Ball", (3, 55)), Label("Dog", (4, 30)));

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly DecoderSlots _slots = new();
    private readonly AnalysisJob _job = AnalysisJob.Offer(
        Guid.NewGuid(), "guest:ada", "clip.mp4", [1], sharesFrames: false, DateTimeOffset.UnixEpoch);
    private readonly FolderClipStore _clips;
    private readonly FolderFrameStore _store;
    private readonly ContactSheetKeeper _keeper;
    private int _readings;
    private Func<TimeSpan, CancellationToken, Task> _before = (_, _) => Task.CompletedTask;

    public ContactSheetKeeperTests()
    {
        _clips = new FolderClipStore(_folder.File("clips"));
        _store = new FolderFrameStore(_folder.File("evidence"));
        _keeper = new ContactSheetKeeper(_clips, this, _store, _slots, _time, NullLogger<ContactSheetKeeper>.Instance);
        _job.Accept(new string('a', 64), 1, Analysis.Video, DateTimeOffset.UnixEpoch);
    }

    public void Dispose()
    {
        _slots.Dispose();
        _folder.Dispose();
    }

    async IAsyncEnumerable<(TimeSpan At, byte[] Jpeg)> ISheetSource.ReadAsync(
        StoredClip clip, VideoMetadata video, EvenTimes times, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _readings++;
        for (var place = 0; place < times.Count; place++)
        {
            await _before(times[place], cancellationToken);
            yield return (times[place], PictureOf(times[place]));
        }
    }

    [Fact]
    public async Task A_sheet_names_the_time_and_the_digest_of_each_frame_and_what_was_seen()
    {
        await TakeAsync();

        var sheet = (await _keeper.FindAsync(_job.Id, default))!;
        sheet.Frames.Select(frame => frame.At.TotalSeconds).Should().Equal(Enumerable.Range(0, 20).Select(place => place / 2.0));
        foreach (var frame in sheet.Frames)
        {
            var jpeg = await _keeper.FindFrameAsync(_job.Id, frame.At, default);
            Convert.ToHexStringLower(SHA256.HashData(jpeg!)).Should().Be(frame.Sha256);
        }

        sheet.Seen.Should().BeEquivalentTo(
            new[] { new { Name = "Cat", Confidence = 90.0, At = Seconds(1, 8) }, new { Name = "Ball", Confidence = 55.0, At = Seconds(3) } },
            options => options.WithStrictOrdering(), "a doubt was not seen");
        SeenLabel.Besides(new Criterion { Labels = ["cat"] }, sheet.Seen).Select(label => label.Name).Should().Equal("Ball");
    }

    [Fact]
    public async Task A_frame_is_found_by_its_time_or_a_time_near_it()
    {
        await TakeAsync();
        var sheet = (await _keeper.FindAsync(_job.Id, default))!;

        sheet.FrameAt(TimeSpan.FromSeconds(2.5)).Should().Be(sheet.Frames[5]);
        sheet.FrameAt(TimeSpan.FromSeconds(2.6)).Should().BeNull();
        sheet.Nearest(TimeSpan.FromSeconds(2.6)).Should().Be(sheet.Frames[5]);
        sheet.Nearest(TimeSpan.FromSeconds(1_000)).Should().Be(sheet.Frames[^1]);
        new ContactSheet([], []).Nearest(TimeSpan.Zero).Should().BeNull();
    }

    [Fact]
    public async Task A_sheet_is_taken_once_and_not_again_after_a_restart()
    {
        await TakeAsync();
        await TakeAsync();

        _readings.Should().Be(1);
    }

    [Fact]
    public async Task A_yes_alone_has_no_sheet()
    {
        await HoldClipAsync();

        await _keeper.TakeAsync(_job, Analysis, [Judged("Cat")], default);

        (await _keeper.FindAsync(_job.Id, default)).Should().BeNull();
        _readings.Should().Be(0);
    }

    [Fact]
    public async Task A_failure_costs_the_frames_from_there_on_alone()
    {
        _before = (at, _) => at.TotalSeconds < 3 ? Task.CompletedTask : throw new IOException("The test made it fail.");

        await TakeAsync();

        var sheet = (await _keeper.FindAsync(_job.Id, default))!;
        sheet.Frames.Should().HaveCount(6);
        sheet.Seen.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_full_disk_costs_the_sheet_alone()
    {
        await File.WriteAllTextAsync(_folder.File("evidence"), "A file where the folder is to be.");

        await TakeAsync();

        (await _keeper.FindAsync(_job.Id, default)).Should().BeNull();
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_no_sheet()
    {
        await _store.SaveAsync(_job.Id, "{\"version\":9}"u8.ToArray(), default);

        (await _keeper.FindAsync(_job.Id, default)).Should().BeNull();
    }

    [Fact]
    public async Task Time_that_runs_out_leaves_what_was_taken()
    {
        _before = (at, stop) => at.TotalSeconds < 3 ? Task.CompletedTask : Task.Delay(Timeout.InfiniteTimeSpan, _time, stop);
        await HoldClipAsync();

        var taking = _keeper.TakeAsync(_job, Analysis, [Judged("Dog")], default);
        await Eventually.IsTrueAsync(
            () => File.Exists(Path.Combine(SheetFolder, $"{TimeSpan.FromSeconds(2.5).Ticks}.jpg")), "the first ones are taken");
        taking.IsCompleted.Should().BeFalse();
        _time.Advance(ContactSheetKeeper.MinPatience);
        await taking;

        (await _keeper.FindAsync(_job.Id, default))!.Frames.Should().HaveCount(6);
    }

    [Fact]
    public async Task A_sheet_waits_for_its_turn_like_every_decoder()
    {
        await HoldClipAsync();
        var others = new[] { await _slots.TakeAsync(default), await _slots.TakeAsync(default) };

        var taking = _keeper.TakeAsync(_job, Analysis, [Judged("Dog")], default);
        _readings.Should().Be(0);
        others[0].Dispose();
        await taking;

        (await _keeper.FindAsync(_job.Id, default))!.Frames.Should().HaveCount(20);
        others[1].Dispose();
    }

    [Fact]
    public async Task A_server_that_stops_leaves_the_sheet_to_the_next_start()
    {
        using var stopping = new CancellationTokenSource();
        _before = async (_, stop) =>
        {
            await stopping.CancelAsync();
            stop.ThrowIfCancellationRequested();
        };
        await HoldClipAsync();

        await _keeper.Invoking(keeper => keeper.TakeAsync(_job, Analysis, [Judged("Dog")], stopping.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        (await _keeper.FindAsync(_job.Id, default)).Should().BeNull();
    }

    private string SheetFolder => Path.Combine(_folder.File("evidence"), _job.Id.ToString("N"), "sheet");

    private async Task TakeAsync()
    {
        await HoldClipAsync();
        await _keeper.TakeAsync(_job, Analysis, [Judged("Cat"), Judged("Dog")], default);
    }

    private async Task HoldClipAsync()
    {
        if (_clips.Find(_job.Id) is not null)
            return;
        await using var upload = await _clips.BeginAsync(_job.Id, default);
        await upload.CompleteAsync(default);
    }

    private static (Criterion Criterion, Verdict Verdict) Judged(string label)
    {
        var criterion = new Criterion { Labels = [label] };
        return (criterion, CriterionEvaluator.Evaluate(criterion, Analysis, Analyses.Vocabulary));
    }

    private static TimeSpan[] Seconds(params double[] seconds) => [.. seconds.Select(TimeSpan.FromSeconds)];

    private static byte[] PictureOf(TimeSpan at) => [0xff, 0xd8, .. BitConverter.GetBytes(at.Ticks)];
}
