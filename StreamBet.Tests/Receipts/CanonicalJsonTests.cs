using System.Text;
using System.Text.Json;
using StreamBet.Core.Receipts;

namespace StreamBet.Tests.Receipts;

public class CanonicalJsonTests
{
    private static string Canonical(string json) =>
        Encoding.UTF8.GetString(CanonicalJson.Write(CanonicalJson.Read(Encoding.UTF8.GetBytes(json), 100_000)));

    // The examples of RFC 8785: 3.2.2, 3.2.3 and appendix B.
    [Fact]
    public void It_writes_the_example_of_the_RFC_as_the_RFC_does()
    {
        Canonical(
            """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """).Should().Be(
            """
            {"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}
            """);
    }

    [Fact]
    public void It_sorts_names_by_their_UTF_16_code_units()
    {
        var sorted = Canonical(
            """
            {"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}
            """);

        sorted.Should().Be("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}");
    }

    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    [InlineData(0x3d30000000000000, "5.684341886080802e-14")]
    public void It_writes_numbers_as_ECMAScript_does(ulong bits, string expected)
    {
        CanonicalJson.Number(BitConverter.UInt64BitsToDouble(bits)).Should().Be(expected);
    }

    [Fact]
    public void A_number_that_is_none_is_refused()
    {
        foreach (var number in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            FluentActions.Invoking(() => CanonicalJson.Number(number)).Should().Throw<JsonException>();
        FluentActions.Invoking(() => Canonical("1e400")).Should().Throw<JsonException>();
    }

    [Fact]
    public void A_whole_number_that_not_all_readers_know_exactly_is_refused()
    {
        Canonical("9007199254740991").Should().Be("9007199254740991");
        FluentActions.Invoking(() => Canonical("9007199254740993")).Should().Throw<JsonException>();
    }

    [Theory]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""{"a":1} {"b":2}""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":1}//""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("\uFEFF{}")]
    [InlineData("")]
    [InlineData("{")]
    public void What_is_not_one_strict_document_is_refused(string json)
    {
        FluentActions.Invoking(() => Canonical(json)).Should().Throw<JsonException>();
    }

    [Fact]
    public void Documents_that_are_too_long_too_deep_or_not_UTF_8_are_refused()
    {
        Canonical(new string('[', 32) + new string(']', 32)).Should().NotBeEmpty();
        FluentActions.Invoking(() => Canonical(new string('[', 33) + new string(']', 33)))
            .Should().Throw<JsonException>();
        FluentActions.Invoking(() => Canonical(new string('[', 90_000))).Should().Throw<JsonException>();
        FluentActions.Invoking(() => CanonicalJson.Read(new byte[11], 10)).Should().Throw<JsonException>();
        FluentActions.Invoking(() => CanonicalJson.Write(CanonicalJson.Read(new byte[] { 34, 255, 34 }, 10)))
            .Should().Throw<JsonException>();
    }

    [Theory]
    [InlineData("""{"a":1,"b":[true,"x"]}""", true)]
    [InlineData("""{"b":1,"a":2}""", false)]
    [InlineData("""{"a": 1}""", false)]
    [InlineData("""{"a":1.0}""", false)]
    [InlineData("""{"a":-0}""", false)]
    [InlineData("""{"a":"\u0041"}""", false)]
    [InlineData("{}\n", false)]
    [InlineData("nothing", false)]
    public void It_tells_canonical_bytes_from_others(string json, bool isCanonical)
    {
        CanonicalJson.IsCanonical(Encoding.UTF8.GetBytes(json), 1000).Should().Be(isCanonical);
    }
}
