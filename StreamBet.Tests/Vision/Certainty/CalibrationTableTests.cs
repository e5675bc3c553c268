using System.Text;
using CsCheck;
using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Labels;

namespace StreamBet.Tests.Vision.Certainty;

public sealed class CalibrationTableTests
{
    private static readonly CalibrationTable Table = CalibrationTable.Shipped;

    [Fact]
    public void It_is_read_from_its_file_and_written_as_it_was()
    {
        var read = CalibrationTable.Read(Encoding.UTF8.GetBytes(Table.ToJson()));

        read.Id.Should().Be(Table.Id).And.HaveLength(16);
        read.Should().BeEquivalentTo(Table);
    }

    [Fact]
    public void It_has_constants_for_every_kind() =>
        Table.Kinds.Keys.Should().BeEquivalentTo(Enum.GetValues<LabelKind>());

    [Fact]
    public void Residues_let_every_validated_label_be_disproved() =>
        VisionVocabulary.Residues.Should().HaveCount(18).And.OnlyContain(residue => residue.Value > 0 && residue.Value < 20);

    [Fact]
    public void More_evidence_is_never_less_doubt() =>
        Gen.Select(Gen.Int[0, 79], Gen.Double[-9, 9], Gen.Double[0, 5]).Sample((thing, evidence, more) =>
            Table.DoubtOf(thing, evidence + more) >= Table.DoubtOf(thing, evidence));

    [Fact]
    public void What_the_models_hold_for_as_likely_as_not_is_a_doubt() =>
        Gen.Int[0, 79].Sample(thing => Table.DoubtOf(thing, 0) >= Sighting.MinDoubt - 1e-9);

    [Fact]
    public void Evidence_of_four_to_one_is_80_per_cent() => Gen.Int[0, 79].Sample(thing =>
        Math.Abs(Table.ConfidenceOf(thing, Evidence.Decisive) - 80) < 1e-9 && Table.ConfidenceOf(thing, 0) == 50);

    [Fact]
    public void No_evidence_is_a_certainty() =>
        Gen.Select(Gen.Int[0, 79], Gen.Double[3, 90]).Sample((thing, evidence) => Table.ConfidenceOf(thing, evidence) is > 80 and <= 99.9);

    [Fact]
    public void Under_even_chances_confidence_is_no_more_than_the_doubt() =>
        Gen.Select(Gen.Int[0, 79], Gen.Double[-9, -0.001]).Sample((thing, evidence) =>
            Table.ConfidenceOf(thing, evidence) <= Table.DoubtOf(thing, evidence));
}
