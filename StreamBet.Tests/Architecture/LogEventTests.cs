using System.Reflection;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Clips;

namespace StreamBet.Tests.Architecture;

/// <summary>The ids of log events are unique in the whole solution, and each room takes its ids from a range of its own:
/// <list type="bullet">
/// <item>100-119 and 190-199 Core/Clips</item>
/// <item>120-149 Core/Media</item>
/// <item>150-159 Core/Vision</item>
/// <item>160-169 Core/People</item>
/// <item>170-179 Core/Persistence</item>
/// <item>180-189 Core/Servers</item>
/// <item>200-249 Core/Markets</item>
/// <item>250-269 Core/Webhooks</item>
/// <item>300-399 Web</item>
/// <item>400-429 Core/Aws</item>
/// <item>430-439 Core/Redis</item>
/// </list>
/// A room that begins to log adds a range here.</summary>
public sealed class LogEventTests
{
    private static readonly (string Room, int First, int Last)[] Ranges =
    [
        ("StreamBet.Core.Clips", 100, 119),
        ("StreamBet.Core.Media", 120, 149),
        ("StreamBet.Core.Vision", 150, 159),
        ("StreamBet.Core.People", 160, 169),
        ("StreamBet.Core.Persistence", 170, 179),
        ("StreamBet.Core.Servers", 180, 189),
        ("StreamBet.Core.Clips", 190, 199),
        ("StreamBet.Core.Markets", 200, 249),
        ("StreamBet.Core.Webhooks", 250, 269),
        ("StreamBet.Web", 300, 399),
        ("StreamBet.Core.Aws", 400, 429),
        ("StreamBet.Core.Redis", 430, 439),
    ];

    private static readonly IReadOnlyList<(int Id, MethodInfo Method)> Events = Collect();

    [Fact]
    public void No_id_is_used_twice() =>
        Events.GroupBy(entry => entry.Id).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(entry => NameOf(entry.Method)))}")
            .Should().BeEmpty();

    [Fact]
    public void Every_id_is_of_its_rooms_range() =>
        Events.Where(entry => !Ranges.Any(range => IsIn(entry.Method, range.Room)
                && entry.Id >= range.First && entry.Id <= range.Last))
            .Select(entry => $"{entry.Id}: {NameOf(entry.Method)}")
            .Should().BeEmpty();

    [Fact]
    public void The_rooms_ranges_do_not_overlap() =>
        Ranges.OrderBy(range => range.First).Zip(Ranges.OrderBy(range => range.First).Skip(1))
            .Should().OnlyContain(pair => pair.First.Last < pair.Second.First);

    private static List<(int Id, MethodInfo Method)> Collect()
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic
            | BindingFlags.DeclaredOnly;
        Assembly[] assemblies = [typeof(AnalysisJob).Assembly, typeof(Program).Assembly];
        var events = assemblies.SelectMany(assembly => assembly.GetTypes()).SelectMany(type => type.GetMethods(Any))
            .Select(method => (method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId, Method: method))
            .Where(entry => entry.EventId is not null)
            .Select(entry => (entry.EventId!.Value, entry.Method))
            .ToList();
        events.Should().NotBeEmpty("both projects log");
        return events;
    }

    private static bool IsIn(MethodInfo method, string room) =>
        $"{method.DeclaringType!.Namespace}.".StartsWith($"{room}.", StringComparison.Ordinal);

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
