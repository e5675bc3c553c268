using StreamBet.Core.LocalFiles;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.LocalFiles;

public sealed class FolderFrameStoreTests : IDisposable
{
    private static readonly byte[] Jpeg = [0xff, 0xd8, 1, 2, 3];
    private static readonly TimeSpan At = TimeSpan.FromSeconds(10.5);

    private readonly TemporaryFolder _folder = new();
    private readonly Guid _job = Guid.NewGuid();
    private readonly string _root;
    private readonly FolderFrameStore _store;

    public FolderFrameStoreTests()
    {
        _root = _folder.File("evidence");
        _store = new FolderFrameStore(_root);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_frame_is_found_by_its_job_and_its_time()
    {
        await _store.SaveAsync(_job, At, Jpeg, default);

        (await new FolderFrameStore(_root).FindAsync(_job, At, default)).Should().Equal(Jpeg);
        (await _store.FindAsync(_job, TimeSpan.Zero, default)).Should().BeNull();
        (await _store.FindAsync(Guid.NewGuid(), At, default)).Should().BeNull();
    }

    [Fact]
    public async Task Whether_a_frame_exists_is_told_without_reading_it()
    {
        await _store.SaveAsync(_job, At, Jpeg, default);

        (await _store.ExistsAsync(_job, At, default)).Should().BeTrue();
        (await _store.ExistsAsync(_job, TimeSpan.Zero, default)).Should().BeFalse();
        (await _store.ExistsAsync(Guid.NewGuid(), At, default)).Should().BeFalse();
        await _store.DeleteAsync(_job, default);
        (await _store.ExistsAsync(_job, At, default)).Should().BeFalse();
    }

    [Fact]
    public async Task A_frame_that_is_there_is_replaced()
    {
        await _store.SaveAsync(_job, At, new byte[100], default);

        await _store.SaveAsync(_job, At, Jpeg, default);

        (await _store.FindAsync(_job, At, default)).Should().Equal(Jpeg);
        Files().Should().ContainSingle();
    }

    [Fact]
    public async Task What_a_killed_server_left_half_written_is_no_frame_and_in_nobodys_way()
    {
        await _store.SaveAsync(_job, At, Jpeg, default);
        var path = Files().Single();
        File.Move(path, path + ".part");
        (await _store.FindAsync(_job, At, default)).Should().BeNull();

        await _store.SaveAsync(_job, At, Jpeg, default);

        Files().Should().Equal(path);
    }

    [Fact]
    public async Task Nobody_else_on_the_machine_can_read_a_frame()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_root);

        await _store.SaveAsync(_job, At, Jpeg, default);

        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.GetUnixFileMode(Files().Single()).Should().Be(file);
        File.GetUnixFileMode(_root).Should().Be(file | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Path.GetDirectoryName(Files().Single())!).Should().Be(file | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task All_frames_of_a_job_are_deleted_and_no_others()
    {
        var other = Guid.NewGuid();
        foreach (var (job, at) in new[] { (_job, At), (_job, TimeSpan.Zero), (other, At) })
            await _store.SaveAsync(job, at, Jpeg, default);

        await _store.DeleteAsync(_job, default);
        await _store.DeleteAsync(_job, default);

        Files().Should().ContainSingle();
        (await _store.FindAsync(other, At, default)).Should().Equal(Jpeg);
    }

    [Fact]
    public async Task A_contact_sheet_is_kept_apart_from_the_other_frames_and_deleted_with_them()
    {
        byte[] small = [0xff, 0xd8, 9];
        await _store.SaveAsync(_job, At, Jpeg, default);
        await _store.SaveFrameAsync(_job, At, small, default);
        (await _store.FindAsync(_job, default)).Should().BeNull("its list comes last");
        await _store.SaveAsync(_job, "{}"u8.ToArray(), default);

        (await _store.FindAsync(_job, At, default)).Should().Equal(Jpeg);
        (await _store.FindFrameAsync(_job, At, default)).Should().Equal(small);
        (await _store.FindFrameAsync(_job, TimeSpan.Zero, default)).Should().BeNull();
        (await _store.FindAsync(_job, default)).Should().Equal("{}"u8.ToArray());
        (await _store.FindAsync(Guid.NewGuid(), default)).Should().BeNull();

        await _store.DeleteAsync(_job, default);
        Files().Should().BeEmpty();
        (await _store.FindAsync(_job, default)).Should().BeNull();
    }

    [Fact]
    public async Task Without_room_or_right_it_says_so()
    {
        await File.WriteAllTextAsync(_root, "A file where the folder is to be.");

        await _store.Invoking(store => store.SaveAsync(_job, At, Jpeg, default)).Should().ThrowAsync<IOException>();
    }

    private string[] Files() => Directory.GetFiles(_root, "*", SearchOption.AllDirectories);
}
