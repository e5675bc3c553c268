using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StreamBet.Core.Kernel;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>What a stopped server left is taken up, and what it left over is removed.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task An_interrupted_analysis_goes_on_after_the_start_and_decides_its_market()
    {
        Guid job;
        long id;
        using (var first = TestApp.StartOn(_data.Path))
        {
            first.Gate.Close();
            id = await first.Local.OpenMarketAsync();
            using var response = await first.Local.SendClipAsync(
                await RealClips.PeopleAsync(), $"?bet_ids={id}", isAsync: true);
            job = (await response.ReadAsync(HttpStatusCode.Accepted)).GetProperty("job_id").GetGuid();
        }

        using var second = TestApp.StartOn(_data.Path);
        using var events = new StreamReader(await second.Local.GetStreamAsync($"/api/jobs/{job}/events"));
        (await events.ReadToEndAsync()).Should().Contain("completed");
        (await second.Local.StateOfAsync(id)).Should().Be("resolved");
        second.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task An_upload_that_is_under_way_at_the_stop_is_received_to_its_end_and_analysed_after_the_start()
    {
        var clip = await File.ReadAllBytesAsync(await RealClips.PeopleAsync());
        var first = TestApp.StartOn(_data.Path, settings: ("StreamBet:UploadGrace", "00:00:20"));
        var id = await first.Local.OpenMarketAsync();
        using var upload = await RawUpload.BeginAsync(first.Address, first.Key, clip.Length, $"?bet_ids={id}");
        await upload.SendAsync(clip.AsMemory(..(clip.Length / 2)));
        await Eventually.IsTrueAsync(() => first.HeldClips.Length == 1, "bytes have come in");

        var isStopping = new TaskCompletionSource();
        first.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(isStopping.SetResult);
        var stopped = Task.Run(first.Dispose);
        await isStopping.Task;
        await upload.SendAsync(clip.AsMemory((clip.Length / 2)..));
        await upload.EndAsync();
        await stopped;

        using var second = TestApp.StartOn(_data.Path);
        await Eventually.IsTrueAsync(async () => await second.Local.StateOfAsync(id) == "resolved", "it is analysed");
        await Eventually.IsTrueAsync(() => second.HeldClips.Length == 0, "the clip is deleted after the decision");
    }

    [Fact]
    public Task A_server_killed_in_mid_analysis_goes_on_where_it_was() => KillAsync(RealClips.SixSecondsAsync(), samples: 5);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(29)]
    [InlineData(30)]
    public Task A_server_killed_at_any_moment_goes_on_where_it_was(int samples) =>
        KillAsync(RealClips.QuarterMinuteAsync(), samples);

    [Fact]
    public async Task A_second_server_on_the_same_data_does_not_start_and_harms_nothing()
    {
        using var first = await ServerProcess.StartApplicationAsync(_data.Path, ServerProcess.DatabaseSetting, StreamBetOptions.Sqlite);
        using var client = first.NewClient();
        var id = await client.OpenMarketAsync();
        using var upload = await RawUpload.BeginAsync(first.Address, first.Key, 500_000, $"?bet_ids={id}");
        await upload.SendAsync(new byte[] { 0, 0, 0, 32 }.Concat("ftypisom"u8.ToArray()).ToArray());
        await Eventually.IsTrueAsync(() => Directory.Exists(Path.Combine(_data.Path, "clips")), "the upload begins");

        var second = () => ServerProcess.StartApplicationAsync(_data.Path, ServerProcess.DatabaseSetting, StreamBetOptions.Sqlite);

        await second.Should().ThrowAsync<InvalidOperationException>();
        Directory.GetFiles(Path.Combine(_data.Path, "clips")).Should().ContainSingle();
        (await client.StateOfAsync(id)).Should().Be("locked");
    }

    [Fact]
    public async Task A_decoder_that_is_killed_from_outside_makes_no_success()
    {
        using var app = TestApp.StartOn(_data.Path);
        using var response = await app.Local.SendClipAsync(await RealClips.QuarterMinuteAsync(), isAsync: true);
        var location = (await response.ReadAsync(HttpStatusCode.Accepted)).GetProperty("location").GetString()!;
        await FollowAsync(app.Local, location, data => SamplesIn(data) >= 3);

        foreach (var decoder in Process.GetProcessesByName("ffmpeg").Where(IsOurs))
            decoder.Kill();
        await FollowAsync(app.Local, location, _ => false);

        var job = await app.Local.GetJsonAsync(location);
        job.GetProperty("state").GetString().Should().Be("failed");
        job.GetProperty("error").GetProperty("code").GetString().Should().Be("analysis_interrupted");
    }

    private bool IsOurs(Process process) =>
        File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(_data.Path, StringComparison.Ordinal);

    private async Task KillAsync(Task<string> making, int samples)
    {
        var clip = await making;
        string location;
        long id;
        using (var first = await ServerProcess.StartApplicationAsync(_data.Path))
        {
            using var client = first.NewClient();
            id = await client.OpenMarketAsync();
            using var response = await client.SendClipAsync(clip, $"?bet_ids={id}", isAsync: true);
            location = (await response.ReadAsync(HttpStatusCode.Accepted)).GetProperty("location").GetString()!;
            await FollowAsync(client, location, data => SamplesIn(data) >= samples);
            first.Kill();
        }

        using var second = await ServerProcess.StartApplicationAsync(_data.Path);
        using var again = second.NewClient();
        await FollowAsync(again, location, _ => false);

        (await again.GetJsonAsync(location)).GetProperty("state").GetString().Should().Be("completed");
        (await again.StateOfAsync(id)).Should().Be("resolved");
        Directory.GetFiles(Path.Combine(_data.Path, "clips")).Should().BeEmpty();
    }

    // Reads events until one is what is waited for, or the job has ended.
    private static async Task FollowAsync(HttpClient client, string location, Func<JsonElement, bool> isReached)
    {
        using var events = new StreamReader(await client.GetStreamAsync($"{location}/events"));
        while (await events.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && isReached(JsonDocument.Parse(line[6..]).RootElement))
                return;
        }
    }

    private static int SamplesIn(JsonElement data) =>
        data.TryGetProperty("samples_done", out var done) ? done.GetInt32() : -1;

    [Fact]
    public async Task A_cut_upload_is_ended_its_market_opens_and_leftovers_are_removed()
    {
        var onSqlite = ("StreamBet:Database", StreamBetOptions.Sqlite);
        using var kept = new TemporaryFolder();
        long id;
        using (var first = TestApp.StartOn(_data.Path, settings: onSqlite))
        {
            id = await first.Local.OpenMarketAsync();
            using var upload = await RawUpload.BeginAsync(first.Address, first.Key, 500_000, $"?bet_ids={id}");
            await upload.SendAsync(new byte[] { 0, 0, 0, 32 }.Concat("ftypisom"u8.ToArray()).ToArray());
            await Eventually.IsTrueAsync(() => first.HeldClips.Length == 1, "the upload begins");

            // As a kill would leave it: the file, and the job that the stopping server does not end.
            Directory.CreateDirectory(kept.File("clips"));
            File.Copy(first.HeldClips[0], Path.Combine(kept.File("clips"), $"{Guid.NewGuid():N}.part"));
            await TestDatabase.Sqlite.CopyAsync(_data.Path, kept.Path);
        }

        using var second = TestApp.StartOn(kept.Path, settings: onSqlite);
        (await second.Local.StateOfAsync(id)).Should().Be("open");
        second.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task Guests_and_their_credits_are_known_after_a_restart()
    {
        using (var first = TestApp.StartOn(_data.Path))
        {
            await first.Local.PostJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 100 }, HttpStatusCode.Created);
        }

        using var second = TestApp.StartOn(_data.Path);
        (await second.Local.GetJsonAsync("/api/me")).GetProperty("balance").GetProperty("practice").GetInt64()
            .Should().Be(900);
        (await second.Local.GetJsonAsync("/api/bets")).GetProperty("bets").GetArrayLength().Should().Be(4);
    }
}
