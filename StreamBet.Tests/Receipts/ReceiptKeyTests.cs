using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using StreamBet.Core.Receipts;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Receipts;

public sealed class ReceiptKeyTests : IDisposable
{
    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static BigInteger Number(string hex) =>
        BigInteger.Parse("0" + hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Hex(BigInteger number) => number.ToString("x64", CultureInfo.InvariantCulture)[^64..];

    [Fact]
    public void A_signature_is_128_lower_case_hex_digits_with_a_low_s_always()
    {
        for (var count = 0; count < 200; count++)
        {
            var bytes = Encoding.UTF8.GetBytes($"content {count}");
            var signature = ReceiptSamples.Key.Sign(bytes);

            signature.Should().MatchRegex("^[0-9a-f]{128}$");
            Number(signature[64..]).Should().BeLessThanOrEqualTo(Order / 2);
            ReceiptSamples.Key.Public.Verify(bytes, signature).Should().BeTrue();
            ReceiptSamples.Key.Public.Verify([1, .. bytes], signature).Should().BeFalse();
        }
    }

    [Fact]
    public void The_other_ways_to_write_the_same_signature_are_refused()
    {
        byte[] bytes = [1, 2, 3];
        var key = ReceiptSamples.Key.Public;
        var signature = ReceiptSamples.Key.Sign(bytes);
        var highS = signature[..64] + Hex(Order - Number(signature[64..]));
        using var plain = ECDsa.Create();
        plain.ImportFromPem(key.Pem);

        plain.VerifyData(bytes, Convert.FromHexString(highS), HashAlgorithmName.SHA256)
            .Should().BeTrue("it is a signature");
        key.Verify(bytes, highS).Should().BeFalse();
        key.Verify(bytes, signature.ToUpperInvariant()).Should().BeFalse();
        key.Verify(bytes, " " + signature).Should().BeFalse();
        key.Verify(bytes, signature + "00").Should().BeFalse();
        key.Verify(bytes, "").Should().BeFalse();
        key.Verify(bytes, Der(signature)).Should().BeFalse();
        key.Verify(bytes, new string('0', 128)).Should().BeFalse();
        key.Verify(bytes, signature[..64] + new string('0', 64)).Should().BeFalse();
        key.Verify(bytes, Hex(Order) + signature[64..]).Should().BeFalse();
        key.Verify(bytes, signature).Should().BeTrue();
    }

    [Fact]
    public void The_key_stays_the_same_and_only_its_owner_may_read_it()
    {
        var path = _folder.File(ReceiptKey.FileName);
        using var first = ReceiptKey.LoadOrCreate(path);
        using var again = ReceiptKey.LoadOrCreate(path);

        again.Id.Should().Be(first.Id).And.MatchRegex("^[0-9a-f]{64}$");
        again.PublicPem.Should().Be(first.PublicPem).And.StartWith("-----BEGIN PUBLIC KEY-----");
        first.Public.Verify([1], again.Sign([1])).Should().BeTrue();
        Directory.GetFiles(_folder.Path).Should().Equal(path);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_key_that_others_could_read_is_taken_from_them()
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = _folder.File(ReceiptKey.FileName);
        ReceiptKey.LoadOrCreate(path).Dispose();
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        ReceiptKey.LoadOrCreate(path).Dispose();

        File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_file_that_is_no_such_key_is_named_and_left_as_it_is()
    {
        var path = _folder.File(ReceiptKey.FileName);
        using var rsa = RSA.Create(2048);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (var text in new[]
        {
            "", "not a key", rsa.ExportPkcs8PrivateKeyPem(), other.ExportPkcs8PrivateKeyPem(),
            ReceiptSamples.Key.PublicPem,
        })
        {
            File.WriteAllText(path, text);

            FluentActions.Invoking(() => ReceiptKey.LoadOrCreate(path)).Should().Throw<InvalidDataException>()
                .WithMessage($"*{path}*");
            File.ReadAllText(path).Should().Be(text);
        }
    }

    [Fact]
    public void A_public_key_is_read_from_either_part_and_from_nothing_else()
    {
        var path = _folder.File(ReceiptKey.FileName);
        using var key = ReceiptKey.LoadOrCreate(path);

        ReceiptPublicKey.Parse(key.PublicPem).Id.Should().Be(key.Id);
        ReceiptPublicKey.Parse(File.ReadAllText(path)).Id.Should().Be(key.Id);
        const string empty = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----";
        FluentActions.Invoking(() => ReceiptPublicKey.Parse(empty))
            .Should().Throw<InvalidDataException>();
    }

    private static string Der(string signature)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(Number(signature[..64]));
            writer.WriteInteger(Number(signature[64..]));
        }

        return Convert.ToHexStringLower(writer.Encode());
    }
}
