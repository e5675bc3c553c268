using StreamBet.Core.Vision.Text;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision.Text;

public sealed class SecondReadersTests
{
    [Fact]
    public void Nothing_is_missing_here_and_the_reader_says_what_it_was_taught()
    {
        KnownAnalyses.Readers.FindMissing().Should().BeNull();
        using var reader = KnownAnalyses.Readers.TryStart();

        reader!.Identity.Name.Should().StartWith("Tesseract 5.");
        reader.Identity.Digest.Should().HaveLength(64);
    }

    [Fact]
    public void Without_the_library_there_is_a_remedy_and_no_reader()
    {
        var readers = new SecondReaders(["libnothing.so.5"]);

        readers.FindMissing()!.Name.Should().Be("tesseract");
        readers.FindMissing()!.Remedy.Should().Contain("apt-get install tesseract-ocr");
        readers.TryStart().Should().BeNull();
    }

    [Fact]
    public void A_library_that_is_another_one_counts_as_missing() =>
        new SecondReaders(["libc.so.6"]).FindMissing()!.Name.Should().Be("tesseract");

    [Fact]
    public void Without_its_data_there_is_a_remedy_and_no_reader()
    {
        using var folder = new TemporaryFolder();
        var readers = new SecondReaders(folders: [folder.Path]);

        readers.FindMissing()!.Name.Should().Be("eng.traineddata");
        readers.FindMissing()!.Remedy.Should().Contain("tesseract-ocr-eng");
        readers.TryStart().Should().BeNull();
    }

    [Fact]
    public void Damaged_data_gives_no_reader()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("eng.traineddata"), "nothing");

        new SecondReaders(folders: [folder.Path]).TryStart().Should().BeNull();
    }
}
