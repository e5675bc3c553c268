using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using StreamBet.Core.Clips.ContactSheets;
using StreamBet.Core.Findings;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.Persistence.Documents;
using StreamBet.Core.Rule;
using StreamBet.Core.Rule.Pictures;
using StreamBet.Core.Rule.Texts;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Persistence;

/// <summary>Stored documents keep their form: what is written today is what the golden files have, and anything else in them
/// is an error.</summary>
public class DocumentTests
{
    private static readonly Instance Seen = new(new Box(0.1, 0.2, 0.3, 0.4), 85);

    private static readonly VideoMetadata Video = new(Seconds(30), "QuickTime / MOV", "h264", 1280, 720, 29.97, 90)
    {
        Doubt = "It may be shown otherwise.",
        Reading = new TrackReading
        {
            Stream = 1,
            IsMirrored = true,
            ClockStart = Seconds(0.1),
            LatePictures = 3,
            Transfer = TransferCurve.Hlg,
        },
    };

    private static readonly Coverage Covered = new(60, 59, Seconds(1));

    private static readonly Criterion Criterion = new()
    {
        Labels = ["Dog", "Cat"],
        WindowStart = Seconds(1.5),
        WindowEnd = Seconds(30),
        Times = 2,
        Threshold = 80,
    };

    private static readonly Criterion Number = new()
    {
        Labels = [],
        Text = new TextQuery
        {
            Phrase = "TIME LEFT",
            Number = new NumberTest(NumberChange.Under, 90, IsTime: true),
            Region = new Box(0.1, 0.2, 0.3, 0.4),
        },
    };

    private static readonly Criterion OfPicture = Criterion with
    {
        Labels = [],
        Picture = new PictureQuery(string.Concat(Enumerable.Repeat("ab", 32)), "Victory banner") { CanBeDisproved = false },
    };

    private static readonly Verdict Verdict = new(
        Outcome.Yes, 91.25, [Seconds(2.5)], null,
        [
            new Occurrence(Seconds(2), Seconds(3), "Dog", 91.25, Seconds(3), Seconds(2.5))
            {
                ShownLabel = "Dog", ShownConfidence = 85, Instances = [Seen],
            },
        ])
    {
        Coverage = Covered,
        Doubt = new Doubt(18.5, "Dog", Seconds(7), [Seen]),
        Doubts = [new DoubtfulSighting(Seconds(7), "Dog", 12.5, 22.5)],
    };

    private static readonly Evidence[] Moments =
    [
        new(Seconds(2.5), "Dog", 85, Counts: true, [Seen], "ab") { JobId = new Guid("00000000-0000-0000-0000-000000000007") },
    ];

    private static readonly ClipAnalysis Analysis = new(
        new AnalyzerIdentity("embedded", "2", [new ModelIdentity("CenterNet", "cd")]),
        Video,
        Covered,
        [new DetectedLabel("Dog", "Animals and Pets", false, [new Sighting(Seconds(2.5), 85, [Seen]) { Doubt = 88.5 }])])
    {
        AnalysedSha256 = "ef",
        Text = new TextFindings(
            [
                new DetectedText("VICTORY", "VICT0RY", [new Sighting(Seconds(2.5), 85, [Seen]) { Doubt = 88.5 }]),
                new DetectedText("GO", null, [new Sighting(Seconds(3), 60, [Seen]) { Doubt = 60 }]),
            ],
            Covered,
            ["One", "Two"])
        {
            Residue = 12.5,
            OutOfBounds = "Its print is small.",
        },
        Pictures = new PictureFindings(
            [
                new DetectedPicture("cd", [new Sighting(Seconds(2.5), 85, [Seen]) { Doubt = 88.5 }])
                {
                    Residue = 12.5,
                    OutOfBounds = "It is short.",
                },
            ],
            Covered),
        Calibration = new Calibration("0123456789ab", 0.15, false, "The clip is too dark."),
        Residues = new Dictionary<string, double> { ["Dog"] = 12, ["Cat"] = 3.5 },
        Unclear = [.. Enum.GetValues<Unclarity>().Select((why, n) => new UnclearStretch(why, Seconds(4.5 + n), Seconds(5.5 + n)))],
    };

    private static readonly ContactSheet Sheet = new(
        [new SheetFrame(Seconds(2.5), "ab")], [new SeenLabel("Dog", 91.25, [Seconds(2.5), Seconds(7)])]);

    private static readonly Review Review = new(
        ReviewCause.Copy, At(0), ReviewStep.Ruling, At(2), "Its clip is known.")
    {
        EarlierJobId = Guid.Parse("0c4d1f7e-6a0b-4f5e-9d6c-2b1a3c4d5e6f"),
        Proposal = new Proposal("host", At(1), Outcome.Yes, "There it is.", Seconds(2.5), "ab"),
        Objections = [new Objection("ada", At(1.5), "It is not.", Seconds(7), 12)],
        Comment = new HostComment("host", At(1.75), "It is."),
        Ruling = new Ruling("boss", At(2), null, "Nobody can tell.", null),
    };

    private static readonly Dictionary<string, Kind> Kinds = new()
    {
        ["criterion"] = new(Criterion, () => CriterionDocument.Write(Criterion), CriterionDocument.Read, 4),
        ["number"] = new(Number, () => CriterionDocument.Write(Number), CriterionDocument.Read, 4),
        ["picture"] = new(OfPicture, () => CriterionDocument.Write(OfPicture), CriterionDocument.Read, 4),
        ["verdict"] = new(Verdict, () => VerdictDocument.Write(Verdict), VerdictDocument.Read),
        ["evidence"] = new(Moments, () => EvidenceDocument.Write(Moments), EvidenceDocument.Read),
        ["review"] = new(Review, () => ReviewDocument.Write(Review), ReviewDocument.Read, 3),
        ["clip"] = new(Video, () => ClipFactsDocument.Write(Video), ClipFactsDocument.Read),
        ["sheet"] = new(
            Sheet,
            () => Encoding.UTF8.GetString(ContactSheetDocument.Write(Sheet)),
            text => ContactSheetDocument.Read(Encoding.UTF8.GetBytes(text))),
        ["analysis"] = new(
            Analysis,
            () => Encoding.UTF8.GetString(AnalysisDocument.Write(Analysis)),
            text => AnalysisDocument.Read(Encoding.UTF8.GetBytes(text)),
            5),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_document_is_written_as_the_golden_file_has_it(string name) =>
        Kinds[name].Write().Should().Be(Golden(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_golden_file_reads_as_what_was_written(string name) =>
        Kinds[name].Read(Golden(name)).Should().BeEquivalentTo(Kinds[name].Value);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_missing_or_an_unknown_member_anywhere_is_an_error(string name)
    {
        foreach (var place in Objects(JsonNode.Parse(Golden(name))!).Select(found => found.GetPath()))
        {
            var names = Object(JsonNode.Parse(Golden(name))!, place).Select(member => member.Key).ToList();
            foreach (var member in names.Where(member => !place.EndsWith(".residues", StringComparison.Ordinal)))
                Refuses(name, place, changed => changed.Remove(member));
            if (!place.EndsWith(".residues", StringComparison.Ordinal))
                Refuses(name, place, changed => changed.Add("unknown", 1));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_newer_version_is_an_error_that_says_so(string name)
    {
        var version = Kinds[name].Version;
        var read = () => Kinds[name].Read(
            Golden(name).Replace($"\"version\":{version}", $"\"version\":{version + 1}", StringComparison.Ordinal));

        read.Should().Throw<JsonException>().WithMessage($"*version {version + 1}*");
    }

    [Fact]
    public void A_review_of_version_2_knows_no_earlier_clip() => ReviewDocument.Read(Golden("review", 2))
        .Should().BeEquivalentTo(Review with { EarlierJobId = null });

    [Fact]
    public void Criteria_and_analyses_of_version_2_know_no_text()
    {
        CriterionDocument.Read(Golden("criterion", 2)).Should().BeEquivalentTo(Criterion);
        AnalysisDocument.Read(Encoding.UTF8.GetBytes(Golden("analysis", 2))).Should().BeEquivalentTo(Analysis with { Text = null, Pictures = null, Unclear = [] });
    }

    [Fact]
    public void Criteria_and_analyses_of_version_3_know_no_pictures()
    {
        CriterionDocument.Read(Golden("criterion", 3)).Should().BeEquivalentTo(Criterion);
        CriterionDocument.Read(Golden("number", 3)).Should().BeEquivalentTo(Number);
        AnalysisDocument.Read(Encoding.UTF8.GetBytes(Golden("analysis", 3))).Should().BeEquivalentTo(Analysis with { Pictures = null, Unclear = [] });
    }

    [Fact]
    public void An_analysis_without_unclear_parts_is_one_of_version_4()
    {
        var clear = Analysis with { Unclear = [] };

        AnalysisDocument.Read(Encoding.UTF8.GetBytes(Golden("analysis", 4))).Should().BeEquivalentTo(clear);
        Encoding.UTF8.GetString(AnalysisDocument.Write(clear)).Should().Be(Golden("analysis", 4));
    }

    [Fact]
    public void A_version_has_no_member_of_a_later_one()
    {
        var read = () => ReviewDocument.Read(Golden("review").Replace("\"version\":3", "\"version\":2", StringComparison.Ordinal));

        read.Should().Throw<JsonException>().WithMessage("*earlier_job*");
    }

    private static void Refuses(string name, string place, Action<JsonObject> change)
    {
        var document = JsonNode.Parse(Golden(name))!;
        change(Object(document, place));

        var read = () => Kinds[name].Read(document.ToJsonString());

        read.Should().Throw<JsonException>("{0} is not what was written", document.ToJsonString());
    }

    private static JsonObject Object(JsonNode document, string place) =>
        Objects(document).First(found => found.GetPath() == place);

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject found => found.SelectMany(member => Objects(member.Value)).Prepend(found),
        JsonArray found => found.SelectMany(Objects),
        _ => [],
    };

    private static DateTimeOffset At(double hours) => new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero).AddHours(hours);

    private static string Golden(string name) => Golden(name, Kinds[name].Version);

    private static string Golden(string name, int version) =>
        Repository.ReadText("StreamBet.Tests", "Persistence", "Golden", $"{name}-{version}.json");

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private sealed record Kind(object Value, Func<string> Write, Func<string, object> Read, int Version = 2);
}
