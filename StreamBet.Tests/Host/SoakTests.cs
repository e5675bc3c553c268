using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Json;
using StreamBet.Tests.EndToEnd;
using StreamBet.Tests.Support;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.Host;

/// <summary>An hour as many a server has it: clips come in and decide markets, people stake, pages are opened and left, uploads are cut
/// off. Then the server holds no more memory, handles and files than it did once it was warm.</summary>
[Collection(EndToEndTests.Name)]
public sealed class SoakTests(Chromium chromium, ITestOutputHelper output) : IDisposable
{
    private const double MaxGrowth = 1.1;

    // A connection or two more or less are open at any moment.
    private const int MaxMoreFiles = 20;

    private static readonly string[] Settings =
    [
        .. new[] { "OffersPerHour", "MarketsPerHour", "StakesPerMinute", "ReadsPerMinute", "Circuits" }
            .SelectMany(limit => new[] { $"--StreamBet:Limits:{limit}", "1000000" }),
        "--StreamBet:ApiKeys:0:Name", "Ada", "--StreamBet:ApiKeys:0:Key", "the-key-of-staker-ada",
        "--StreamBet:ApiKeys:1:Name", "Ben", "--StreamBet:ApiKeys:1:Key", "the-key-of-staker-ben",
    ];

    // Folders of jobs come and go meanwhile.
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    [Trait("Category", "Long")]
    public Task After_an_hour_a_server_holds_no_more_than_before() => SoakAsync(TimeSpan.FromHours(1));

    private async Task SoakAsync(TimeSpan time)
    {
        using var server = await ServerProcess.StartApplicationAsync(_data.Path, Settings);
        using var over = new CancellationTokenSource();
        Task<int>[] work =
        [
            RepeatAsync(TimeSpan.FromSeconds(8), number => DecideAsync(server, number), over.Token),
            RepeatAsync(TimeSpan.FromSeconds(4), _ => LookAsync(server.Address), over.Token),
            RepeatAsync(TimeSpan.FromSeconds(10), _ => CutOffAsync(server), over.Token),
            RepeatAsync(TimeSpan.FromMilliseconds(100), _ => ReadAsync(server), over.Token),
        ];

        var samples = new List<Sample>();
        var watch = Stopwatch.StartNew();
        using (var pause = new PeriodicTimer(time / 120, TimeProvider.System))
        {
            while (watch.Elapsed < time && !work.Any(part => part.IsCompleted) && await pause.WaitForNextTickAsync())
                samples.Add(new(server.Memory, server.OpenFiles, CountFiles()));
        }

        await over.CancelAsync();
        var done = await Task.WhenAll(work);
        output.WriteLine($"{done[0]} markets decided, {done[1]} pages, {done[2]} uploads cut off, {done[3]} readings.");

        // The first quarter warms it up.
        var quarter = samples.Count / 4;
        var (before, after) = (Median(samples[quarter..(2 * quarter)]), Median(samples[^quarter..]));
        output.WriteLine($"Memory {before.Memory >> 20} to {after.Memory >> 20} MB, open files {before.OpenFiles} to {after.OpenFiles}, files beside frames {before.Files} to {after.Files}.");
        ((double)after.Memory / before.Memory).Should().BeLessThan(MaxGrowth, "memory is flat");
        after.OpenFiles.Should().BeLessThan(before.OpenFiles + MaxMoreFiles);
        after.Files.Should().BeLessThan(before.Files + MaxMoreFiles);
        Directory.GetFiles(Path.Combine(_data.Path, "clips")).Should().BeEmpty();
        server.Children.Should().BeEmpty();
    }

    // Evidence is kept by design, and as much as there are verdicts.
    private int CountFiles() => Directory.EnumerateFiles(_data.Path, "*", Everywhere)
        .Count(file => !file.StartsWith(_data.File("evidence"), StringComparison.Ordinal));

    private static Sample Median(IReadOnlyList<Sample> samples) => new(
        Middle(samples.Select(sample => sample.Memory)), (int)Middle(samples.Select(sample => (long)sample.OpenFiles)),
        (int)Middle(samples.Select(sample => (long)sample.Files)));

    private static long Middle(IEnumerable<long> values) => values.Order().ElementAt(values.Count() / 2);

    // Does something again and again until it is over, at most once in each period.
    private static async Task<int> RepeatAsync(TimeSpan period, Func<int, Task> actAsync, CancellationToken over)
    {
        using var pause = new PeriodicTimer(period, TimeProvider.System);
        var count = 0;
        while (!over.IsCancellationRequested)
        {
            await actAsync(count++);
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }

        return count;
    }

    // A market, stakes on both sides, and a clip of its own that decides it.
    private static async Task DecideAsync(ServerProcess server, int number)
    {
        using var host = server.NewClient();
        var market = await host.OpenMarketAsync("Person");
        foreach (var (key, side) in new[] { ("the-key-of-staker-ada", "YES"), ("the-key-of-staker-ben", "NO") })
        {
            using var staker = server.NewClient();
            staker.DefaultRequestHeaders.Authorization = new("Bearer", key);
            using var answer = await staker.PostAsJsonAsync($"/api/bets/{market}/stakes", new { side, amount = 1 });
            if (answer.StatusCode != HttpStatusCode.Created)
                (await answer.Content.ReadAsStringAsync()).Should().Contain("insufficient_credits");
        }

        var clip = await RealClips.PassingAsync(number);
        (await host.SendClipAsync(clip, $"?bet_ids={market}")).Dispose();
        (await host.StateOfAsync(market)).Should().BeOneOf("resolved", "void", "review");
    }

    private async Task LookAsync(Uri address)
    {
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.ToString());
        await Expect(page.GetByTestId("market").First).ToBeVisibleAsync();
        await page.GotoAsync(new Uri(address, "/markets/1").ToString());
        await Expect(page.GetByTestId("market")).ToBeVisibleAsync();
    }

    // A clip whose sender vanishes, and one that is none.
    private static async Task CutOffAsync(ServerProcess server)
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync((await File.ReadAllBytesAsync(await RealClips.SixSecondsAsync())).AsMemory(0, 40_000));
        using (var client = server.NewClient(TimeSpan.FromSeconds(1)))
        {
            var send = () => client.SendClipAsync(new StreamContent(pipe.Reader.AsStream()), "clip.mp4");
            await send.Should().ThrowAsync<TaskCanceledException>();
        }

        using var other = server.NewClient();
        using var answer = await other.SendClipAsync(new ByteArrayContent(new byte[50_000]), "clip.mp4");
        answer.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
    }

    private static async Task ReadAsync(ServerProcess server)
    {
        using var client = server.NewClient();
        foreach (var path in new[] { "/api/bets", "/api/health", "/metrics", "/overlay/latest" })
            (await client.GetAsync(path)).Dispose();
    }

    private sealed record Sample(long Memory, int OpenFiles, int Files);
}
