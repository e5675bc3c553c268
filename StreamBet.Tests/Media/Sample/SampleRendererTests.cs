using StreamBet.Core.Media.Sample;

namespace StreamBet.Tests.Media.Sample;

public class SampleRendererTests
{
    [Fact]
    public void The_same_second_looks_the_same_whatever_was_drawn_before()
    {
        var (first, second) = (new SampleRenderer(), new SampleRenderer());
        Render(first, 5);

        Render(first, 2).AsSpan().SequenceEqual(Render(second, 2)).Should().BeTrue();
    }

    [Fact]
    public void What_moves_and_its_shadow_leave_the_rest_as_it_was()
    {
        var renderer = new SampleRenderer();
        var (before, after) = (Render(renderer, 0), Render(renderer, 3));

        var changed = before.Zip(after).Count(pair => pair.First != pair.Second);

        changed.Should().BeInRange(before.Length / 200, before.Length / 10);
    }

    private static byte[] Render(SampleRenderer renderer, double time)
    {
        var rgb = new byte[SampleRenderer.Width * SampleRenderer.Height * 3];
        renderer.Render(time, rgb);
        return rgb;
    }
}
