using StreamBet.Core.Clips;
using StreamBet.Core.Vision;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision;

public sealed class ModelFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("streambet-models-").FullName;

    [Fact]
    public void Installed_files_are_complete()
    {
        var files = new ModelFiles(Repository.Models);

        files.FindMissing().Should().BeEmpty();
        files.Identify().Select(model => model.Name).Should().Equal("CenterNet", "NanoDet");
        files.Identify().Should().OnlyContain(model => model.Digest.Length == 64);
    }

    [Fact]
    public void Missing_files_are_named_with_what_to_do()
    {
        var missing = new ModelFiles(_directory).FindMissing();

        missing.Select(part => part.Name)
            .Should().Equal("centernet.json", "centernet.bin", "nanodet.json", "nanodet.bin");
        missing.Should().OnlyContain(part => part.Remedy.Contains("./run.sh") && part.Why.Contains("missing"));
    }

    [Fact]
    public void A_damaged_file_is_named_until_it_is_mended()
    {
        var folder = CopyModels();
        var weights = Path.Combine(folder, "nanodet.bin");
        var whole = File.ReadAllBytes(weights);
        var files = new ModelFiles(_directory);
        files.FindMissing().Should().BeEmpty();

        File.WriteAllBytes(weights, whole[..^1]);
        files.FindMissing().Should().ContainSingle().Which.Name.Should().Be("nanodet.bin");

        File.WriteAllBytes(weights, whole);
        files.FindMissing().Should().BeEmpty();
    }

    [Fact]
    public void Models_that_are_not_there_are_not_loaded()
    {
        var load = () => VisionModels.Load(new ModelFiles(_directory));

        load.Should().Throw<AnalysisFailedException>().WithMessage("*not installed*centernet.json*./run.sh*")
            .Which.Should().BeEquivalentTo(new { Code = "models_missing", IsPassing = true });
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string CopyModels()
    {
        var folder = Path.Combine(_directory, "node_modules", "@vladmandic", "human-models", "models");
        Directory.CreateDirectory(folder);
        foreach (var name in new[] { "centernet.json", "centernet.bin", "nanodet.json", "nanodet.bin" })
            File.Copy(Path.Combine(Repository.ModelFiles, name), Path.Combine(folder, name));
        return folder;
    }
}
