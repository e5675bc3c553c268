using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StreamBet.Core.Findings;
using StreamBet.Core.Receipts;
using StreamBet.Tests.Support;
using static StreamBet.Tests.Receipts.ReceiptSamples;

namespace StreamBet.Tests.Receipts;

public class ReceiptTests
{
    [Fact]
    public void A_receipt_is_canonical_names_its_key_and_says_what_was_decided()
    {
        var receipt = Issue();
        var json = JsonDocument.Parse(receipt.Bytes).RootElement;
        var content = json.GetProperty("receipt");

        CanonicalJson.IsCanonical(receipt.Bytes, Receipt.MaxBytes).Should().BeTrue();
        receipt.Hash.Should().Be(Convert.ToHexStringLower(SHA256.HashData(receipt.Bytes.Span)));
        json.GetProperty("key_id").GetString().Should().Be(Key.Id);
        Key.Public.Verify(CanonicalJson.Write(content), json.GetProperty("signature").GetString()!).Should().BeTrue();
        content.GetProperty("previous").ValueKind.Should().Be(JsonValueKind.Null);
        content.GetProperty("decided_at").GetString().Should().Be("2026-05-01T12:00:00.1230000Z");
        content.GetProperty("clip").GetRawText().Should().Be(
            $$"""{"analysed_sha256":"{{Sha256("transcoded")}}","duration_seconds":30,"""
            + $$"""
            "format":"QuickTime / MOV","sha256":"{{ClipSha256}}"}
            """);
        content.GetProperty("criterion").GetRawText().Should().Be(
            """{"end":null,"labels":["Dog"],"start":0,"threshold":80,"times":2}""");
        content.GetProperty("verdict").GetRawText().Should().Be(
            """{"confidence":85,"detected_at":[2,10],"doubts":[],"evidence":[{"at":2.5,"confidence":97.25,"counts":true,"""
            + $$"""
            "frame_sha256":"{{Sha256("frame")}}","label":"Dog"}],"outcome":"YES","trace":[
            """ + """
            {"best_at":2.5,"boxes":[],"confidence":97.25,"counted_at":2,"end":2.5,"label":"Dog","start":2},
            """ + """
            {"best_at":10,"boxes":[],"confidence":85,"counted_at":10,"end":10,"label":"Dog","start":10},
            """ + """
            {"best_at":20,"boxes":[],"confidence":62.1,"counted_at":null,"end":20,"label":"Dog","start":20}]}
            """);
        content.GetProperty("pool").GetRawText().Should().Be("""{"no":140,"take":0,"unit":"credits","yes":260}""");
    }

    [Fact]
    public void Boxes_are_in_the_trace_and_read_back_exactly()
    {
        var content = Content();
        var box = ReceiptBox.Of(new Instance(new Box(0.1, 1.0 / 3, 0.25, 1e-7), 99.9));
        var trace = content.Verdict!.Trace.Select(seen => seen with { Boxes = [box] }).ToList();

        var receipt = Issue(content with { Verdict = content.Verdict! with { Trace = trace } });

        Receipt.Parse(receipt.Bytes).Content.Verdict!.Trace[0].Boxes.Should().Equal(box);
        Examine(receipt).ShouldPass("signature");
    }

    [Fact]
    public void Times_in_a_clip_are_exact_to_the_tick()
    {
        var content = Content();
        foreach (var ticks in new[] { 1L, 23_000_001, 9_999_999_999, 215_999_999_999 })
        {
            var clip = content.Clip! with { DurationSeconds = TimeSpan.FromTicks(ticks) };
            Receipt.Parse(Issue(content with { Clip = clip }).Bytes).Content.Clip!.Should().Be(clip);
        }
    }

    [Fact]
    public void A_clip_that_decided_nothing_is_in_the_receipt_of_a_void_market()
    {
        var content = Content([], analysis: Analyses.Of(30).Examined(1, 60));

        var receipt = Issue(content with { Ending = content.Ending! with { DecidedBy = "nobody" } });

        Examine(receipt).ShouldPass("verdict").Should().Contain("decided nothing");
        Examine(receipt).ShouldPass("ending").Should().Contain("every stake was refunded");
        Receipt.Parse(receipt.Bytes).Content.Verdict!.Undecided.Should().Contain("Only part of the clip was examined");
    }

    [Fact]
    public void Any_one_byte_that_is_changed_is_found()
    {
        var bytes = Issue().Bytes.ToArray();
        Examine(bytes).IsValid.Should().BeTrue();
        for (var at = 0; at < bytes.Length; at++)
        {
            var original = bytes[at];
            foreach (var other in new[] { original ^ 1, original ^ 0x20, original ^ 0x80, ' ', '0', 'a', '"', 0 })
            {
                if ((byte)other == original)
                    continue;
                bytes[at] = (byte)other;
                Examine(bytes).IsValid.Should().BeFalse("byte {0} is {1} instead of {2}", at, other, original);
            }

            bytes[at] = original;
        }

        Examine(bytes).IsValid.Should().BeTrue();
    }

    [Fact]
    public void Any_byte_that_is_left_out_or_put_in_is_found()
    {
        var bytes = Issue().Bytes.ToArray();
        for (var at = 0; at <= bytes.Length; at++)
        {
            foreach (var more in " \n0a\""u8.ToArray())
                Examine((byte[])[.. bytes[..at], more, .. bytes[at..]]).IsValid.Should().BeFalse();
            if (at == bytes.Length)
                break;
            Examine((byte[])[.. bytes[..at], .. bytes[(at + 1)..]]).IsValid.Should().BeFalse();
            Examine(bytes.AsMemory(0, at)).IsValid.Should().BeFalse();
        }
    }

    [Fact]
    public void The_signature_written_in_another_way_is_found()
    {
        var text = Encoding.UTF8.GetString(Issue().Bytes.Span);
        var at = text.IndexOf("\"signature\":\"", StringComparison.Ordinal) + 13;
        var signature = text[at..(at + 128)];

        foreach (var other in new[] { signature.ToUpperInvariant(), signature + "00", "00" + signature, signature[..126], "" })
            Examine(Encoding.UTF8.GetBytes(text[..at] + other + text[(at + 128)..])).ShouldFail("signature");
        Examine(Encoding.UTF8.GetBytes(text[..at] + $"\\u00{(int)signature[0]:x2}" + text[(at + 1)..]))
            .ShouldFail("form");
    }

    [Fact]
    public void Only_the_trusted_key_is_trusted()
    {
        using var other = NewKey();
        var forged = Receipt.Issue(Content(), other);

        Examine(forged).ShouldFail("signature").Should().Contain(other.Id).And.Contain(Key.Id);
        Examine(Issue(), question => question with { Key = other.Public }).ShouldFail("signature");

        // The same with the trusted key's name in place of the forger's.
        var renamed = Encoding.UTF8.GetString(forged.Bytes.Span).Replace(other.Id, Key.Id, StringComparison.Ordinal);
        Examine(Encoding.UTF8.GetBytes(renamed)).ShouldFail("signature").Should().Contain("changed");
    }

    [Fact]
    public void Whatever_is_no_receipt_is_answered_with_a_sentence()
    {
        var text = Encoding.UTF8.GetString(Issue().Bytes.Span);
        foreach (var hostile in new[]
        {
            "", "null", "[]", "{}", "\"\"", "0", "{\"receipt\":null,\"key_id\":null,\"signature\":null}",
            new string('[', 1_000_000), new string('x', 1000), "\0\0\0", "{\"a\":" + new string('9', 10_000) + "}",
            text.Replace("\"trace\":[", "\"trace\":[null,", StringComparison.Ordinal),
            text.Replace("\"sequence\":1", "\"sequence\":99999999999999999999", StringComparison.Ordinal),
            text.Replace("\"sequence\":1", "\"sequence\":\"1\"", StringComparison.Ordinal),
            text.Replace("\"start\":2", "\"start\":1e300", StringComparison.Ordinal),
            text.Replace("\"outcome\":\"YES\"", "\"outcome\":\"MAYBE\"", StringComparison.Ordinal),
            text.Replace("\"outcome\":\"YES\"", "\"outcome\":0", StringComparison.Ordinal),
            text.Replace("\"version\":3}", "\"version\":3,\"zebra\":1}", StringComparison.Ordinal),
            text.Replace("\"event\":\"Will", "\"event\":\"\\ud800Will", StringComparison.Ordinal),
            text.Replace("2026-05-01T12", "2026-05-01T99", StringComparison.Ordinal),
        })
        {
            Examine(Encoding.UTF8.GetBytes(hostile)).ShouldFail("form").Should().NotBeEmpty();
        }

        Examine(new byte[Receipt.MaxBytes + 1]).ShouldFail("form").Should().Contain("16777216");
        Examine(RandomNumberGenerator.GetBytes(10_000)).ShouldFail("form");
    }
}
