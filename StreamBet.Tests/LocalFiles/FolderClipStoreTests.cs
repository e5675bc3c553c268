using StreamBet.Core.LocalFiles;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.LocalFiles;

public sealed class FolderClipStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Guid _job = Guid.NewGuid();
    private readonly string _root;
    private readonly FolderClipStore _store;

    public FolderClipStoreTests()
    {
        _root = _folder.File("clips");
        _store = new FolderClipStore(_root);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_complete_clip_holds_every_byte_under_the_jobs_id()
    {
        var bytes = new byte[600_000];
        Random.Shared.NextBytes(bytes);
        await using var upload = await _store.BeginAsync(_job, default);
        for (var at = 0; at < bytes.Length; at += 70_000)
            await upload.WriteAsync(bytes.AsMemory(at, Math.Min(70_000, bytes.Length - at)), default);
        _store.Find(_job).Should().BeNull("it is not complete");

        var clip = await upload.CompleteAsync(default);

        clip.Path.Should().Be(Path.Combine(_root, $"{_job:N}.clip"));
        _store.Find(_job).Should().Be(clip);
        (await File.ReadAllBytesAsync(clip.Path)).Should().Equal(bytes);
        Files().Should().ContainSingle();
    }

    [Fact]
    public async Task Nobody_else_on_the_machine_can_read_a_clip()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_root);

        var clip = await StoreAsync(_store, _job);

        File.GetUnixFileMode(clip).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(_root).Should()
            .Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        await using (var upload = await _store.BeginAsync(_job, default))
            await upload.WriteAsync(new byte[1000], default);

        Files().Should().BeEmpty();
        _store.Find(_job).Should().BeNull();
    }

    [Fact]
    public async Task A_complete_clip_stays_when_its_upload_is_disposed_of()
    {
        var upload = await _store.BeginAsync(_job, default);
        await upload.CompleteAsync(default);
        await upload.DisposeAsync();

        _store.Find(_job).Should().NotBeNull();
    }

    [Fact]
    public async Task A_second_upload_replaces_the_clip_of_the_first()
    {
        await StoreAsync(_store, _job, 1, 1);

        var second = await StoreAsync(_store, _job, 2);

        (await File.ReadAllBytesAsync(second)).Should().Equal(2);
        Files().Should().ContainSingle();
    }

    [Fact]
    public async Task An_upload_that_was_replaced_touches_nothing_of_its_successor()
    {
        var first = await _store.BeginAsync(_job, default);
        await first.WriteAsync(new byte[] { 1 }, default);
        await using var second = await _store.BeginAsync(_job, default);
        await second.WriteAsync(new byte[] { 2 }, default);

        await first.WriteAsync(new byte[] { 1 }, default);
        await first.Invoking(it => it.CompleteAsync(default)).Should().ThrowAsync<IOException>();
        await first.DisposeAsync();

        (await File.ReadAllBytesAsync((await second.CompleteAsync(default)).Path)).Should().Equal(2);
    }

    [Fact]
    public async Task Deletion_removes_the_clip_and_may_be_repeated()
    {
        await StoreAsync(_store, _job);

        await _store.DeleteAsync(_job, default);
        await _store.DeleteAsync(_job, default);

        Files().Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_made_of_a_clip_goes_when_the_clip_goes_or_is_replaced()
    {
        await StoreAsync(_store, _job);
        await File.WriteAllTextAsync(_store.ConvertedPathOf(_job), "converted");
        await _store.DeleteAsync(_job, default);
        Files().Should().BeEmpty();

        await StoreAsync(_store, _job);
        await File.WriteAllTextAsync(_store.ConvertedPathOf(_job), "converted");
        await StoreAsync(_store, _job);
        Files().Should().Equal($"{_job:N}.clip");
    }

    [Fact]
    public async Task Deletion_during_an_upload_ends_it()
    {
        await using var upload = await _store.BeginAsync(_job, default);
        await upload.WriteAsync(new byte[10], default);

        await _store.DeleteAsync(_job, default);

        Files().Should().BeEmpty();
        await upload.Invoking(it => it.CompleteAsync(default)).Should().ThrowAsync<IOException>();
        Files().Should().BeEmpty();
    }

    [Fact]
    public async Task A_sweep_removes_what_belongs_to_no_job_and_counts_clips()
    {
        var kept = Guid.NewGuid();
        await StoreAsync(_store, kept);
        await StoreAsync(_store, _job);
        var crashed = Guid.NewGuid();
        await File.WriteAllTextAsync(Path.Combine(_root, $"{crashed:N}.part"), "half");
        await File.WriteAllTextAsync(Path.Combine(_root, $"{_job:N}.part"), "half");
        await File.WriteAllTextAsync(Path.Combine(_root, "notes.txt"), "not a clip");
        await File.WriteAllTextAsync(_store.ConvertedPathOf(kept), "converted");
        await File.WriteAllTextAsync(_store.ConvertedPathOf(_job), "converted");
        await File.WriteAllTextAsync(_store.ConvertedPathOf(Guid.NewGuid()), "converted");

        var removed = await _store.SweepAsync(() => Kept(kept), default);

        removed.Should().Be(3);
        Files().Should().BeEquivalentTo($"{kept:N}.clip", $"{kept:N}.converted", "notes.txt");
        (await _store.SweepAsync(() => Kept(kept), default)).Should().Be(0);
    }

    [Fact]
    public async Task An_empty_store_has_nothing_to_find_delete_or_sweep()
    {
        _store.Find(_job).Should().BeNull();
        await _store.DeleteAsync(_job, default);
        (await _store.SweepAsync(() => Kept(), default)).Should().Be(0);
    }

    [Fact]
    public async Task A_restarted_server_finds_what_was_stored()
    {
        var clip = await StoreAsync(_store, _job);

        new FolderClipStore(_root).Find(_job)!.Path.Should().Be(clip);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_an_IOException()
    {
        await File.WriteAllTextAsync(_root, "a file where the folder should be");

        await _store.Invoking(store => store.BeginAsync(_job, default)).Should().ThrowAsync<IOException>();
    }

    private static async Task<string> StoreAsync(FolderClipStore store, Guid job, params byte[] bytes)
    {
        await using var upload = await store.BeginAsync(job, default);
        await upload.WriteAsync(bytes, default);
        return (await upload.CompleteAsync(default)).Path;
    }

    private IEnumerable<string?> Files() => Directory.EnumerateFiles(_root).Select(Path.GetFileName);

    private static Task<IReadOnlySet<Guid>> Kept(params Guid[] jobs) => Task.FromResult<IReadOnlySet<Guid>>(jobs.ToHashSet());
}
