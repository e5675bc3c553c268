using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Microsoft.AspNetCore.Components;
using StreamBet.Core.Kernel;
using Assembly = System.Reflection.Assembly;

namespace StreamBet.Tests.Architecture;

/// <summary>The arrows of docs/architecture.md: every room uses only what stands below it.</summary>
public class ArrowTests
{
    private const string Core = "StreamBet.Core";
    private const string Web = "StreamBet.Web";

    // From top to bottom: each uses only those after it.
    private static readonly string[] CoreRooms =
    [
        "Persistence", "Redis", "Aws", "Vision", "Media", "LocalFiles", "Webhooks", "Markets", "Receipts", "Ledger", "Clips", "Rule", "Findings", "Access",
        "People", "Servers", "Kernel",
    ];

    // The dashboard composes the others; those meet in Shared only.
    private static readonly string[] WebRooms =
    [
        "Api", "Features.Dashboard", "Features.Clips", "Features.Markets", "Features.Account", "Features.Bets", "Features.People",
        "Features.Receipts", "Features.Overlay", "Features.Sharing", "Shared", "Host",
    ];

    private static readonly IReadOnlyList<Arrow> Arrows = Load(typeof(IUnitOfWork).Assembly, typeof(Program).Assembly);

    [Fact]
    public void Each_room_of_Core_uses_only_what_stands_below_it() =>
        Upward(Core, CoreRooms).Should().BeEmpty();

    [Fact]
    public void Each_room_of_Web_uses_only_what_stands_below_it() =>
        Upward(Web, WebRooms).Should().BeEmpty();

    [Fact]
    public void Features_meet_only_in_Shared_and_on_the_dashboard()
    {
        static string? FeatureOf(string space) => space.StartsWith($"{Web}.Features.", StringComparison.Ordinal)
            ? space.Split('.')[3]
            : null;

        Arrows.Where(arrow => FeatureOf(arrow.From) is { } from && from != "Dashboard"
                && FeatureOf(arrow.To) is { } to && to != from)
            .Should().BeEmpty();
    }

    [Theory]
    [InlineData(Core)]
    [InlineData(Web)]
    public void No_folders_use_each_other(string project)
    {
        var uses = Arrows.Where(arrow => IsIn(arrow.From, project) && IsIn(arrow.To, project) && arrow.From != arrow.To)
            .ToLookup(arrow => arrow.From, arrow => arrow.To);

        bool Leads(string from, string to)
        {
            var seen = new HashSet<string>();
            var left = new Stack<string>([from]);
            while (left.TryPop(out var space))
            {
                foreach (var next in uses[space].Where(seen.Add))
                    left.Push(next);
            }

            return seen.Contains(to);
        }

        uses.Select(space => space.Key).Where(space => Leads(space, space)).Should().BeEmpty();
    }

    [Fact]
    public void The_API_knows_no_page()
    {
        var pages = typeof(Program).Assembly.GetTypes().Where(typeof(ComponentBase).IsAssignableFrom)
            .Select(page => page.FullName).ToHashSet();

        Arrows.Where(arrow => IsIn(arrow.From, $"{Web}.Api") && pages.Contains(arrow.Target)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Amazon.", "Aws")]
    [InlineData("Microsoft.ML.OnnxRuntime", "Vision")]
    [InlineData("Microsoft.EntityFrameworkCore", "Persistence")]
    [InlineData("StackExchange.Redis", "Redis")]
    public void A_providers_types_stay_in_its_room(string provider, string room)
    {
        // Host registers what Core offers, and so sees the settings of the SDK.
        Arrows.Where(arrow => arrow.Target.StartsWith(provider, StringComparison.Ordinal)
                && !IsIn(arrow.From, $"{Core}.{room}") && !IsIn(arrow.From, $"{Web}.Host")
                && !arrow.From.StartsWith(provider, StringComparison.Ordinal))
            .Should().BeEmpty();
    }

    // The one list of error codes names them all, and Host reads the settings.
    [Theory]
    [InlineData(@"rekognition|amazon|\bS3\b|throttl", "Aws")]
    [InlineData("onnx|tensorflow|tflite|centernet|nanodet|mobilenet", "Vision")]
    [InlineData("ffmpeg|ffprobe|libx264", "Media")]
    public void A_providers_words_stay_in_its_room(string words, string room)
    {
        Sources.Of(Core, Web)
            .Where(source => !source.Path.StartsWith($"{Core}/{room}/", StringComparison.Ordinal)
                && !source.Path.StartsWith($"{Web}/Host/", StringComparison.Ordinal)
                && source.Path != $"{Core}/Kernel/ErrorCodes.cs")
            .SelectMany(source => source.Text.Split('\n'), (source, line) => (source.Path, Line: line.Trim()))
            .Where(code => !code.Line.StartsWith("//", StringComparison.Ordinal)
                && Regex.IsMatch(code.Line, words, RegexOptions.IgnoreCase))
            .Should().BeEmpty();
    }

    private static IEnumerable<string> Upward(string project, string[] rooms)
    {
        int? PlaceOf(string space)
        {
            var place = Array.FindIndex(rooms, room => IsIn(space, $"{project}.{room}"));
            return place < 0 ? null : place;
        }

        return Arrows.Where(arrow => PlaceOf(arrow.From) is { } from && PlaceOf(arrow.To) is { } to && from > to)
            .Select(arrow => $"{arrow.Source} uses {arrow.Target}").Distinct().Order();
    }

    private static bool IsIn(string space, string room) => space == room || space.StartsWith(room + ".", StringComparison.Ordinal);

    // Nothing but the arrows is kept: all else takes 200 MB.
    private static List<Arrow> Load(params Assembly[] assemblies) =>
    [
        .. new ArchLoader().LoadAssemblies(assemblies).WithoutArchitectureCache().Build().Types
            .SelectMany(type => type.Dependencies, (type, dependency) => new Arrow(NameOf(type), NameOf(dependency.Target)))
            .Where(arrow => !arrow.From.EndsWith(".Migrations", StringComparison.Ordinal))
            .Distinct(),
    ];

    // A nested type stands for the one that it lies in.
    private static string NameOf(IType type) => type.FullName.Split('+', '/', '<')[0];

    private sealed record Arrow(string Source, string Target)
    {
        public string From => SpaceOf(Source);

        public string To => SpaceOf(Target);

        private static string SpaceOf(string type) => type.LastIndexOf('.') is > 0 and var end ? type[..end] : "";
    }
}
