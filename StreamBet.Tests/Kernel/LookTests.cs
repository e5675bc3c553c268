using System.Globalization;
using StreamBet.Core.Kernel;

namespace StreamBet.Tests.Kernel;

/// <summary>Texts that a reader takes for each other have a look in common. What stands for what is from the confusables of UTS 39;
/// letters are written as escapes where they would look the same here too.</summary>
public sealed class LookTests
{
    [Theory]
    [InlineData("Operator", "\u041Eperator", "Cyrillic O")]
    [InlineData("paypal", "\u0440\u0430\u0443\u0440\u0430l", "Cyrillic letters")]
    [InlineData("Alice", "\u0391lice", "Greek alpha")]
    [InlineData("Natasha", "\u039Datasha", "Greek nu")]
    [InlineData("Bob", "B\u0585b", "Armenian oh")]
    [InlineData("Ann", "\u13AAnn", "Cherokee go")]
    [InlineData("Ada", "\U0001D400\U0001D41D\U0001D41A", "mathematical bold letters")]
    [InlineData("Ada", "\U0001D4D0\U0001D4ED\U0001D4EA", "mathematical script letters")]
    [InlineData("Ada 7", "\uFF21\uFF44\uFF41\u3000\uFF17", "full-width letters")]
    [InlineData("Ada", "\u24B6\u24D3\u24D0", "circled letters")]
    [InlineData("Bob", "B0b", "zero")]
    [InlineData("Paul", "Pau1", "one")]
    [InlineData("Paul", "PauI", "capital i")]
    [InlineData("Paul", "Pau|", "a bar")]
    [InlineData("Torn", "Tom", "rn")]
    [InlineData("TORN", "tom", "rn, in other case")]
    [InlineData("ADA", "ada", "case")]
    [InlineData("PAUI", "paui", "case of an i")]
    [InlineData("STRASSE", "Stra\u00DFe", "full case folding")]
    [InlineData("\u0417\u041E\u042F", "\u0437\u043E\u044F", "case of Cyrillic")]
    [InlineData("\u00C5sa", "A\u030Asa", "composed and decomposed")]
    [InlineData("a\u0323\u0301", "a\u0301\u0323", "marks in another order")]
    [InlineData("\uD55C", "\u1112\u1161\u11AB", "a Hangul syllable and its letters")]
    [InlineData("fin", "\uFB01n", "a ligature")]
    public void Lookalikes_have_a_look_in_common(string one, string other, string what)
    {
        Look.Of(one).IsLike(Look.Of(other)).Should().BeTrue(what);
        Look.Of(other).IsLike(Look.Of(one)).Should().BeTrue(what);
    }

    [Theory]
    [InlineData("Ada", "Eda")]
    [InlineData("Ann Lee", "AnnLee")]
    [InlineData("natasha", "vatasha")]
    [InlineData("Zoe", "Zo\u00EB")]
    [InlineData("\u0418\u0432\u0430\u043D", "Ivan")]
    [InlineData("\u674E\u96F7", "\u674E\u96E8")]
    [InlineData("\uD55C", "\uD558")]
    [InlineData("Ada 2", "Ada 3")]
    public void Other_texts_have_none(string one, string other) => Look.Of(one).IsLike(Look.Of(other)).Should().BeFalse();

    [Fact]
    public void No_two_guest_numbers_look_alike()
    {
        var looks = Enumerable.Range(0, 0x10000)
            .Select(number => Look.Of(string.Create(CultureInfo.InvariantCulture, $"Guest {number:X4}"))).ToList();

        looks.Select(look => look.Written).Distinct().Should().HaveCount(looks.Count);
        looks.Select(look => look.Folded).Distinct().Should().HaveCount(looks.Count);
    }

    [Fact]
    public void Whatever_is_written_the_look_is_settled()
    {
        var data = CharacterData.Current;
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (code is >= 0xD800 and <= 0xDFFF)
                continue;
            var look = Look.Of(char.ConvertFromUtf32(code));
            foreach (var text in new[] { look.Written, look.Folded })
            {
                List<int> codes = [.. text.EnumerateRunes().Select(rune => rune.Value)];
                data.Fold(data.Skeleton(codes)).Should().Equal(codes, $"U+{code:X4} has this look");
            }
        }
    }
}
