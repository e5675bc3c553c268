using System.Text.Json.Nodes;
using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Packs;

namespace StreamBet.Tests.Vision.Packs;

/// <summary>Each way to write boxes, with each shape of the input, puts a known box at its place.</summary>
public sealed class PackDecodingTests
{
    // In the middle half of a picture of 640 x 360, which fills 512 x 288 of a frame.
    private static readonly Box Middle = new(0.25, 0.25, 0.5, 0.5);
    private static readonly FrameGeometry Geometry = new(640, 360);
    private static readonly byte[] Frame = new byte[512 * 512 * 3];

    public static TheoryData<string, string, string, string> Ways
    {
        get
        {
            var ways = new TheoryData<string, string, string, string>();
            foreach (var kind in (string[])["yolox", "yolo", "yolo rows", "detr softmax", "detr sigmoid"])
            {
                foreach (var fit in (string[])["stretch", "letterbox"])
                {
                    ways.Add(kind, fit, "nchw", "rgb");
                    ways.Add(kind, fit, "nhwc", "bgr");
                }
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_known_box_lands_at_its_place(string kind, string fit, string layout, string colours)
    {
        using var pack = new TestPack();
        (pack.Input["fit"], pack.Input["layout"], pack.Input["colours"]) = (fit, layout, colours);
        pack.Manifest["output"] = kind switch
        {
            "yolox" => new JsonObject { ["kind"] = "yolox", ["strides"] = new JsonArray(8, 16) },
            "yolo" or "yolo rows" => new JsonObject { ["kind"] = "yolo" },
            var detr => new JsonObject { ["kind"] = "detr", ["activation"] = detr.Split(' ')[1] },
        };
        // With letterbox the picture is 57 x 32 pixels and starts at 3.
        var (x, y, width, height) = fit == "stretch" ? (32f, 16f, 32f, 16f) : (31.5f, 16f, 28.5f, 16f);
        long[] input = layout == "nchw" ? [1, 3, TestPack.Height, TestPack.Width] : [1, TestPack.Height, TestPack.Width, 3];
        pack.UseModel(TestPack.Constant(input, Outputs(kind, x, y, width, height)));
        using var packs = pack.Load();

        var found = packs.All[0].Detect(Frame, new PackPicture(packs.All[0].Manifest.Input, Geometry));

        found.Should().ContainSingle();
        found[0].Class.Should().Be(1);
        found[0].Score.Should().BeApproximately(0.81f, 1e-3f);
        found[0].Box.IntersectionOverUnion(Middle).Should().BeGreaterThan(0.995);
    }

    [Fact]
    public void Boxes_around_one_thing_count_once_and_an_unused_class_never()
    {
        using var pack = new TestPack();
        float[] rows = [32, 16, 32, 16, 0.9f, 0.7f, 33, 16, 32, 16, 0.9f, 0.8f, 10, 8, 10, 8, 0.9f, 0.6f];
        pack.UseModel(TestPack.Constant([1, 3, TestPack.Height, TestPack.Width], ("out", rows, [1, 3, 6])));
        using var packs = pack.Load();

        var found = packs.All[0].Detect(Frame, new PackPicture(packs.All[0].Manifest.Input, Geometry));

        found.Select(thing => (thing.Class, thing.Score)).Should().Equal((1, 0.8f), (1, 0.6f));
    }

    private static (string Name, float[] Values, long[] Shape)[] Outputs(string kind, float x, float y, float width, float height)
    {
        var logit = (float)Math.Log(0.81 / 0.19);
        float[] fractions = [x / TestPack.Width, y / TestPack.Height, width / TestPack.Width, height / TestPack.Height];
        return kind switch
        {
            "yolox" => [("out", Grids(x, y, width, height), [1, 40, 7])],
            "yolo" => [("out", [x, 5, y, 5, width, 4, height, 4, 0, 0, 0.81f, 0], [1, 6, 2])],
            "yolo rows" => [("out", [x, y, width, height, 0, 0.81f], [1, 1, 6])],
            "detr softmax" => [("logits", [-20, logit, 0], [1, 1, 3]), ("boxes", fractions, [1, 1, 4])],
            _ => [("logits", [-20, logit], [1, 1, 2]), ("boxes", fractions, [1, 1, 4])],
        };
    }

    // The second of two grids, with cells of 16 pixels: the cell in the second column of the first row.
    private static float[] Grids(float x, float y, float width, float height)
    {
        var rows = new float[40 * 7];
        float[] row =
        [
            (x / 16) - 1, y / 16, (float)Math.Log(width / 16), (float)Math.Log(height / 16), 0.9f, 0, 0.9f,
        ];
        row.CopyTo(rows, (32 + 1) * 7);
        return rows;
    }
}
