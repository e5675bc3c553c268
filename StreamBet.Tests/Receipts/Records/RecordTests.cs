using StreamBet.Core.Receipts;
using StreamBet.Core.Receipts.Records;
using StreamBet.Core.Rule;
using static StreamBet.Tests.Receipts.Records.RecordSamples;
using Record = StreamBet.Core.Receipts.Records.Record;

namespace StreamBet.Tests.Receipts.Records;

public class RecordTests
{
    private static readonly OutcomeCounts None = new(0, 0, 0);

    private readonly RecordFigures _record = Count(EveryKind());

    [Fact]
    public void Verdicts_that_were_ruled_unruled_unchallenged_or_not_open_are_counted_apart() =>
        _record.Verdicts.Should().Be(new VerdictCounts(9, Ruled: 3, Stood: 1, Unruled: 1, Unchallenged: 1, NotOpen: 4));

    [Fact]
    public void A_verdict_that_nobody_challenged_says_nothing_about_how_many_stood()
    {
        var verdicts = Count(Number([Yes(91), Yes(92), Yes(93).Unruled()])).Verdicts;

        verdicts.Should().Be(new VerdictCounts(3, Ruled: 0, Stood: 0, Unruled: 1, Unchallenged: 2, NotOpen: 0));
        verdicts.Interval.Should().BeNull();
    }

    [Fact]
    public void Endings_are_counted_by_who_decided() => _record.Markets.Should().Be(new DecisionCounts(
        Clip: new(5, 1, 0), Host: new(0, 1, 1), Operator: new(2, 2, 1), Nobody: new(0, 0, 1)));

    [Fact]
    public void What_a_clip_did_not_decide_is_counted_with_what_its_host_proposed()
    {
        _record.Undecided.Should().Be(new ReviewCounts(
            new DecisionCounts(None, Host: new(0, 1, 0), Operator: new(0, 1, 0), Nobody: new(0, 0, 1)),
            new ProposalCounts(Made: 2, Unopposed: 1, Objected: 1, Overruled: 1)));
        _record.Copies.Ended.Should().Be(new DecisionCounts(None, None, Operator: new(1, 0, 0), None));
        _record.WithoutVerdict.Should().Be(new DecisionCounts(None, Host: new(0, 0, 1), None, None));
    }

    [Fact]
    public void Peoples_markets_have_a_record_of_their_own() => _record.People.Should().Be(new ReviewCounts(
        new DecisionCounts(None, Host: new(1, 0, 0), Operator: new(1, 0, 0), Nobody: new(0, 0, 1)),
        new ProposalCounts(Made: 2, Unopposed: 1, Objected: 1, Overruled: 0)));

    [Fact]
    public void Practice_markets_are_in_no_other_figure()
    {
        _record.Practice.Should().Be(new DecisionCounts(Clip: new(1, 0, 0), None, None, Nobody: new(0, 0, 1)));
        var alone = Count(Number([Yes(91).Practice(), Undecided().ByHost(Outcome.No).Practice()]));
        alone.Should().BeEquivalentTo(Count([]) with { Receipts = 2, Practice = alone.Practice });
    }

    [Fact]
    public void Every_receipt_is_in_exactly_one_figure()
    {
        var (markets, verdicts) = (_record.Markets.Count, _record.Verdicts);

        _record.Receipts.Should().Be(19).And.Be(markets + _record.People.Ended.Count + _record.Practice.Count);
        markets.Should().Be(verdicts.Count + _record.Undecided.Ended.Count + _record.Copies.Ended.Count + _record.WithoutVerdict.Count);
        verdicts.Count.Should().Be(verdicts.Ruled + verdicts.Unruled + verdicts.Unchallenged + verdicts.NotOpen)
            .And.Be(_record.Bands.Sum(band => band.Verdicts.Count) + _record.WithoutConfidence);
        _record.Hosts.Sum(host => host.Markets).Should().Be(markets + _record.People.Ended.Count - _record.WithoutHost);
    }

    [Fact]
    public void Bands_hold_the_verdicts_of_their_confidence_on_either_side()
    {
        _record.Bands.Should().BeEquivalentTo(
        [
            new ReliabilityBand(80, 85, new(1, Ruled: 1, Stood: 0, 0, 0, 0)),
            new ReliabilityBand(85, 90, new(1, 0, 0, Unruled: 1, 0, 0)),
            new ReliabilityBand(90, 95, new(4, 0, 0, 0, Unchallenged: 1, NotOpen: 3)),
            new ReliabilityBand(95, 100, new(2, Ruled: 2, Stood: 1, 0, 0, 0)),
        ]);
        _record.WithoutConfidence.Should().Be(1, "version 1 does not say how sure a NO was");
    }

    [Theory]
    [InlineData(80.01, 80)]
    [InlineData(84.999, 80)]
    [InlineData(85, 85)]
    [InlineData(94.999, 90)]
    [InlineData(95, 95)]
    [InlineData(100, 95)]
    public void A_band_has_its_lower_end_and_the_last_one_has_100_too(double confidence, int from) =>
        Count(Number([No(confidence)])).Bands.Single(band => band.Verdicts.Count == 1).From.Should().Be(from);

    [Fact]
    public void A_yes_is_about_the_labels_that_counted_and_a_no_about_all_of_them()
    {
        var later = Yes(91) with { Analysis = Yes(91).Analysis! with { Version = "2" } };

        var labels = Count(Number([Yes(91), No(92), later])).Labels;

        labels.Select(label => (label.Label, label.Analyzer, label.Version, label.Bands.Sum(band => band.Verdicts.Count)))
            .Should().Equal(("Cat", "test", "1", 1), ("Dog", "test", "1", 2), ("Dog", "test", "2", 1));
        labels.Should().OnlyContain(label => label.Bands.Count == 4);
    }

    [Fact]
    public void Hosts_have_a_record_under_their_last_name()
    {
        var renamed = Undecided().ByHost(Outcome.Yes).Hosted(Ida with { Name = "Ida B." });

        var hosts = Count(Number([.. EveryKind(), renamed])).Hosts;

        hosts.Should().Equal(
            new HostRecord(Ida.Id, "Ida B.", Markets: 9, ByClip: 0, Void: 3, new ProposalCounts(5, 3, 2, 1)),
            new HostRecord(Hannah.Id, "Hannah", Markets: 7, ByClip: 4, Void: 1, new ProposalCounts(0, 0, 0, 0)));
        _record.WithoutHost.Should().Be(2, "receipts before version 3 name no host");
    }

    [Fact]
    public void The_figures_are_the_same_bytes_for_the_same_receipts()
    {
        Count(EveryKind()).ToBytes().Should().Equal(_record.ToBytes());
        CanonicalJson.IsCanonical(_record.ToBytes(), Receipt.MaxBytes).Should().BeTrue();
    }

    [Fact]
    public void A_receipt_that_is_not_the_next_one_is_refused_and_not_counted()
    {
        var (contents, record) = (EveryKind(), new Record());
        record.Add(contents[0]);

        foreach (var wrong in new[] { contents[0], contents[2] })
        {
            record.Invoking(counting => counting.Add(wrong)).Should().Throw<InvalidDataException>()
                .WithMessage($"Receipt {wrong.Sequence} comes where receipt 2 belongs.*");
        }

        record.ToFigures().Should().BeEquivalentTo(Count(contents.Take(1)));
    }

    [Theory]
    [InlineData(0, 10, 0, 27.8)]
    [InlineData(5, 10, 23.7, 76.3)]
    [InlineData(10, 10, 72.2, 100)]
    [InlineData(1, 1, 20.7, 100)]
    [InlineData(950, 1000, 93.5, 96.2)]
    public void Intervals_are_those_of_Wilson(long hits, long count, double low, double high) =>
        Interval.Of(hits, count).Should().Be(new Interval(low, high));
}
