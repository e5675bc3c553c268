using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Findings;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Clips.Fingerprints;

public sealed class UnclearPartsTests
{
    private const int Side = FingerprintPicture.Side;

    private static readonly List<FingerprintPicture> Moving = new MovingScene(1).Samples(0, 4);

    [Theory]
    [InlineData(10, 0, Unclarity.Dark)]
    [InlineData(245, 0, Unclarity.Bright)]
    [InlineData(120, 3, Unclarity.Flat)]
    [InlineData(120, 40, Unclarity.Still)]
    public void A_part_of_which_nothing_can_be_told_is_found(byte grey, byte contrast, Unclarity why)
    {
        var samples = Moving.Concat(Enumerable.Repeat(Striped(grey, contrast), 6)).Concat(Moving).ToList();

        UnclearParts.Of(samples).Should().Equal(new UnclearStretch(why, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(7)));
    }

    [Fact]
    public void What_is_shorter_than_a_thing_that_is_plainly_there_does_not_matter() =>
        UnclearParts.Of([.. Moving, .. Enumerable.Repeat(Striped(0, 0), 3), .. Moving]).Should().BeEmpty();

    [Fact]
    public void Parts_of_several_kinds_are_one_where_they_meet()
    {
        var changing = Enumerable.Range(0, 4).SelectMany(n => Enumerable.Repeat(Striped((byte)(n % 2 * 255), 0), 3));

        var parts = UnclearParts.Of([.. Moving, .. changing, .. Moving]);

        parts.Should().HaveCount(4);
        (parts[0].From, parts[^1].To).Should().Be((TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Pictures_that_change_every_second_do_not_stand_still() =>
        UnclearParts.Of([.. Enumerable.Range(0, 20).Select(n => Striped((byte)(80 + (n / 2 * 4)), 40))]).Should().BeEmpty();

    [Fact]
    public void What_moves_is_clear() => UnclearParts.Of(Moving).Should().BeEmpty();

    [Fact]
    public void Of_nothing_there_is_no_part() => UnclearParts.Of([]).Should().BeEmpty();

    private static FingerprintPicture Striped(byte grey, byte contrast) => new(
        [.. Enumerable.Range(0, Side * Side).Select(pixel => (byte)(pixel % Side < Side / 2 ? grey - contrast : grey + contrast))]);
}
