using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.Vision;
using StreamBet.Core.Vision.Onnx;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision.Packs;

/// <summary>A wrong pack stops the start with a sentence that names its folder.</summary>
public sealed class PackMistakesTests
{
    private static readonly long[] Input = [1, 3, TestPack.Height, TestPack.Width];

    [Theory]
    [InlineData("""{ "name": null }""", "*\"name\" must be a text.")]
    [InlineData("""{ "name": "a\u202eb" }""", "*\"name\" can't be shown: *U+202E*")]
    [InlineData("""{ "name": "01234567890123456789012345678901234567890" }""", "*\"name\" can't be shown: *1 to 40 characters*")]
    [InlineData("""{ "author": "me" }""", "*\"author\" is not a member that is known here; remove it.*")]
    [InlineData("""{ "model": "../model.onnx" }""", "*\"model\" must be the name of a file in the pack's own folder*")]
    [InlineData("""{ "model": "/etc/passwd" }""", "*\"model\" must be the name of a file in the pack's own folder*")]
    [InlineData("""{ "model": ".." }""", "*\"model\" must be the name of a file in the pack's own folder*")]
    [InlineData("""{ "model": "other.onnx" }""", "*The file \"other.onnx\" is not in the folder.")]
    [InlineData("""{ "model": "pack.json" }""", "*\"pack.json\" is not an ONNX model*")]
    [InlineData("""{ "input": { "width": 31 } }""", "*\"input.width\" must be a whole number from 32 to 1280.")]
    [InlineData("""{ "input": { "width": 1281 } }""", "*\"input.width\" must be*")]
    [InlineData("""{ "input": { "width": 96 } }""", "*takes 1 x 3 x 32 x 64 numbers, but \"input\" says 1 x 3 x 32 x 96*")]
    [InlineData("""{ "input": { "layout": "nhwc" } }""", "*but \"input\" says 1 x 32 x 64 x 3*")]
    [InlineData("""{ "input": { "layout": "NCHW" } }""", "*\"input.layout\" must be \"nchw\" or \"nhwc\".")]
    [InlineData("""{ "input": { "colours": "grey" } }""", "*\"input.colours\" must be \"rgb\" or \"bgr\".")]
    [InlineData("""{ "input": { "mean": [0, 0] } }""", "*\"input.mean\" must be a list of 3 numbers*")]
    [InlineData("""{ "input": { "deviation": [1, 0, 1] } }""", "*\"input.deviation\" must be a list of 3 numbers*")]
    [InlineData("""{ "input": { "padding": 256 } }""", "*\"input.padding\" must be a whole number from 0 to 255.")]
    [InlineData("""{ "input": [] }""", "*\"input\" must be an object in braces.")]
    [InlineData("""{ "output": { "kind": "ssd" } }""", "*\"output.kind\" must be \"yolox\" or \"yolo\" or \"detr\".")]
    [InlineData("""{ "output": { "strides": [8] } }""", "*\"output.strides\" is not a member that is known here*")]
    [InlineData("""{ "output": { "kind": "yolox" } }""", "*\"output.strides\" is missing*")]
    [InlineData("""{ "output": { "kind": "yolox", "strides": [24] } }""", "*\"output.strides\" has 24, but the input's width and height must be multiples*")]
    [InlineData("""{ "output": { "kind": "yolox", "strides": [8, 16] } }""", "*answers 1 x 6 x 1 numbers, but for 2 classes and these strides it must be 1 x 40 x 7*")]
    [InlineData("""{ "output": { "boxes": "boxes" } }""", "*no output \"boxes\"*it has \"out\".")]
    [InlineData("""{ "output": { "kind": "detr", "activation": "softmax" } }""", "*\"output.boxes\"*")]
    [InlineData("""{ "classes": [] }""", "*\"classes\" must be a list of 1 to 1000 entries.")]
    [InlineData("""{ "classes": [null, null] }""", "*\"classes\" must name at least one class.")]
    [InlineData("""{ "classes": [null, "Dog"] }""", "*\"classes[1]\" must be an object in braces or null.")]
    [InlineData("""{ "classes": [{ "name": "Dog", "category": "Animals and Pets" }] }""", "*for 1 classes it must be 1 x 5 x N or 1 x N x 5*")]
    [InlineData("""{ "classes": [{ "name": "Dog", "category": "A" }, { "name": "dog", "category": "A" }] }""", "*\"classes[1].name\" is \"dog\" again*")]
    [InlineData("""{ "classes": [null, { "name": "Dog" }] }""", "*\"classes[1].category\" is missing*")]
    [InlineData("""{ "calibration": 1 }""", "*\"calibration\" must be an object in braces or null.")]
    [InlineData("""{ "calibration": {} }""", "*\"calibration.basis\" is missing*")]
    public void A_wrong_manifest_gets_a_sentence(string change, string sentence)
    {
        using var pack = new TestPack();
        Change(pack.Manifest, JsonNode.Parse(change)!.AsObject());
        pack.Save();

        Mistakes(pack).Should().ContainMatch(sentence);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("model")]
    [InlineData("input")]
    [InlineData("output")]
    [InlineData("classes")]
    [InlineData("calibration")]
    public void A_missing_member_is_named(string member)
    {
        using var pack = new TestPack();
        pack.Manifest.Remove(member);
        pack.Save();

        Mistakes(pack).Should().ContainMatch($"*in the pack \"test\": \"{member}\" is missing*");
    }

    [Theory]
    [InlineData("", "*\"pack.json\" is empty.")]
    [InlineData("{", "*not valid JSON*line 1*")]
    [InlineData("[]", "*must be one object*")]
    [InlineData("""{"name":"\ud800"}""", "*not valid Unicode.")]
    [InlineData("""{"name":"a","name":"b"}""", "*not valid JSON*there twice.")]
    public void A_file_that_is_no_manifest_is_refused(string text, string sentence)
    {
        using var pack = new TestPack();
        File.WriteAllText(Path.Combine(pack.Folder, "pack.json"), text);

        Mistakes(pack).Should().ContainMatch(sentence);
    }

    [Fact]
    public void The_example_of_the_documentation_has_none()
    {
        var text = Repository.ReadText("docs", "packs.md");
        var start = text.IndexOf("```json", StringComparison.Ordinal) + "```json".Length;
        using var pack = new TestPack();
        File.WriteAllText(Path.Combine(pack.Folder, "pack.json"), text[start..text.IndexOf("```", start, StringComparison.Ordinal)]);
        var model = TestPack.Constant([1, 3, 640, 640], ("out", new float[8400 * 85], [1, 8400, 85]));
        File.WriteAllBytes(Path.Combine(pack.Folder, "yolox_s.onnx"), model);

        using var packs = pack.Load();

        packs.All.Should().ContainSingle().Which.Identity.Name.Should().Be("pack YOLOX-S animals");
    }

    [Fact]
    public void A_mark_before_the_manifest_does_not_matter()
    {
        using var pack = new TestPack();
        File.WriteAllText(Path.Combine(pack.Folder, "pack.json"), pack.Manifest.ToJsonString(), new System.Text.UTF8Encoding(true));

        using var packs = pack.Load();

        packs.All.Should().ContainSingle();
    }

    [Fact]
    public void Every_mistake_is_told_at_once()
    {
        using var pack = new TestPack();
        (pack.Input["width"], pack.Input["height"], pack.Manifest["name"]) = (1, 2, "");
        pack.Save();

        Mistakes(pack).Should().HaveCount(3).And.OnlyContain(mistake => mistake.StartsWith("StreamBet:Vision:Packs: in the pack \"test\": "));
    }

    [Fact]
    public void A_huge_model_is_refused_unread()
    {
        using var pack = new TestPack();
        using (var file = File.OpenWrite(Path.Combine(pack.Folder, "model.onnx")))
            file.SetLength(500_000_001);

        Mistakes(pack).Should().ContainMatch("*500000001 bytes, and at most 500000000 are allowed.");
    }

    [Fact]
    public void A_link_out_of_the_folder_is_refused()
    {
        using var pack = new TestPack();
        var (inside, outside) = (Path.Combine(pack.Folder, "model.onnx"), Path.Combine(pack.Root, "outside.onnx"));
        File.Move(inside, outside);
        File.CreateSymbolicLink(inside, outside);

        Mistakes(pack).Should().ContainMatch("*\"model.onnx\" is a link*");
    }

    [Fact]
    public void Weights_outside_the_model_are_refused()
    {
        using var pack = new TestPack();
        var tensor = new ProtobufWriter().Number(1, 1).Number(2, 1).Text(8, "weights").Number(14, 1)
            .Message(13, new ProtobufWriter().Text(1, "location").Text(2, "../../secret"));
        var graph = new ProtobufWriter().Message(5, tensor);
        pack.UseModel(new ProtobufWriter().Number(1, 8).Message(7, graph).Written.ToArray());

        Mistakes(pack).Should().ContainMatch("*\"model.onnx\" has weights in other files*");
    }

    [Fact]
    public void A_model_that_is_none_is_refused()
    {
        using var pack = new TestPack();
        pack.UseModel([.. "This is not a model."u8]);
        Mistakes(pack).Should().ContainMatch("*\"model.onnx\" is not an ONNX model, or it is damaged.");

        pack.UseModel(new ProtobufWriter().Number(1, 8).Message(7, new ProtobufWriter()).Written.ToArray());
        Mistakes(pack).Should().ContainMatch("*Its model can't be loaded: *");
    }

    [Theory]
    [InlineData(1.5f, "*gives the score 1.5, but scores must be from 0 to 1.*")]
    [InlineData(-3f, "*gives the score -3*")]
    [InlineData(float.NaN, "*gives the score NaN*")]
    public void Scores_that_are_none_are_refused(float score, string sentence)
    {
        using var pack = new TestPack();
        pack.UseModel(TestPack.Constant(Input, ("out", [32, 16, 32, 16, 0, score], [1, 6, 1])));

        Mistakes(pack).Should().ContainMatch(sentence);
    }

    [Fact]
    public void Boxes_in_other_units_than_the_kind_has_are_refused()
    {
        using var pack = new TestPack();
        pack.UseModel(TestPack.Constant(Input, ("out", [0.5f, 0.5f, 0.5f, 0.5f, 0, 0.9f], [1, 6, 1])));
        Mistakes(pack).Should().ContainMatch("*no larger than a pixel*");

        pack.Manifest["output"] = new JsonObject { ["kind"] = "detr", ["activation"] = "sigmoid" };
        pack.UseModel(TestPack.Constant(Input, ("boxes", [32, 16, 32, 16], [1, 1, 4]), ("logits", [0, 2], [1, 1, 2])));
        Mistakes(pack).Should().ContainMatch("*go beyond the picture*");
    }

    [Fact]
    public void Too_many_boxes_are_refused()
    {
        using var pack = new TestPack();
        pack.UseModel(TestPack.Constant(Input, ("out", new float[6 * 30_001], [1, 6, 30_001])));

        Mistakes(pack).Should().ContainMatch("*at most 30000 boxes*");
    }

    [Fact]
    public void A_calibration_of_another_model_is_refused()
    {
        using var pack = new TestPack();
        pack.Calibrate(10, 10);
        pack.UseModel(TestPack.Constant(Input, ("out", [32, 16, 32, 16, 0, 0.8f], [1, 6, 1])));

        Mistakes(pack).Should().ContainMatch("*made with another model or other settings*");
    }

    [Theory]
    [InlineData("slope", "-1", "*\"calibration.classes[0].slope\" must be a number*")]
    [InlineData("intercept", "1e9", "*\"calibration.classes[0].intercept\" must be a number*")]
    [InlineData("positives", "2", "*\"calibration.classes[0].positives\" must be a whole number from 3*")]
    [InlineData("positives", "50", "*counts more clips for \"Dog\"*")]
    [InlineData("yes", "11", "*verdicts are more than its clips.")]
    [InlineData("name", "\"Cat\"", "*has \"Cat\", which is not one of the pack's classes.")]
    public void A_calibration_that_can_not_be_is_refused(string member, string value, string sentence)
    {
        using var pack = new TestPack();
        pack.Calibrate(10, 10);
        pack.Manifest["calibration"]!["classes"]![0]![member] = JsonNode.Parse(value);
        pack.Save();

        Mistakes(pack).Should().ContainMatch(sentence);
    }

    [Fact]
    public void Two_packs_of_one_name_are_refused()
    {
        using var pack = new TestPack();
        var other = Directory.CreateDirectory(Path.Combine(pack.Root, "other")).FullName;
        foreach (var file in Directory.GetFiles(pack.Folder))
            File.Copy(file, Path.Combine(other, Path.GetFileName(file)));

        Mistakes(pack).Should().ContainSingle().Which.Should().Match("*\"other\", \"test\" have the same \"name\", \"Test\"*");
    }

    [Fact]
    public void A_folder_that_is_missing_or_has_no_pack_stops_the_start()
    {
        using var folder = new TemporaryFolder();

        Start(folder.File("nowhere")).Should().Throw<OptionsValidationException>().WithMessage("StreamBet:Vision:Packs is *can't be read*");
        Start(folder.Path).Should().Throw<OptionsValidationException>().WithMessage("StreamBet:Vision:Packs is *none of its subfolders*");
    }

    [Theory]
    [InlineData("gpu", "StreamBet:Vision:Provider is \"gpu\" and must be one of cpu, cuda, directml, openvino, coreml.")]
    [InlineData("cuda", "StreamBet:Vision:Provider is \"cuda\", which the installed ONNX Runtime can't use here.*")]
    public void A_provider_that_is_not_there_stops_the_start(string provider, string sentence) =>
        Start("", provider).Should().Throw<OptionsValidationException>().WithMessage(sentence);

    [Fact]
    public void A_wrong_pack_stops_the_start()
    {
        using var pack = new TestPack();
        Start(pack.Root).Should().NotThrow();
        pack.Manifest.Remove("model");
        pack.Save();

        Start(pack.Root).Should().Throw<OptionsValidationException>().WithMessage("*\"model\" is missing*");
    }

    private static List<string> Mistakes(TestPack pack)
    {
        pack.Load(out var mistakes).All.Should().BeEmpty();
        return mistakes;
    }

    private static Action Start(string packs, string provider = "cpu") => () =>
    {
        var options = new StreamBetOptions { Vision = new VisionOptions { Packs = packs, Provider = provider } };
        using var services = new ServiceCollection().AddSingleton(Options.Create(options)).AddVision().BuildServiceProvider();
        VisionSetup.LoadPacks(services);
    };

    private static void Change(JsonObject target, JsonObject change)
    {
        foreach (var (member, value) in change)
        {
            if (value is JsonObject { Count: > 0 } inner && target[member] is JsonObject known)
                Change(known, inner);
            else
                target[member] = value?.DeepClone();
        }
    }
}
