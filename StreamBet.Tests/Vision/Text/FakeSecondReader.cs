using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Text;

namespace StreamBet.Tests.Vision.Text;

/// <summary>Reads nothing, and counts the lines that it was given.</summary>
internal sealed class FakeSecondReader : ISecondReader
{
    // The first page of a line is as high as the line.
    public int Lines { get; private set; }

    public ModelIdentity Identity { get; } = new("fake", new string('0', 64));

    public Reading Read(LinePage line)
    {
        if (line.Height == LineCrop.Height)
            Lines++;
        return Reading.Nothing;
    }

    public void Dispose()
    {
    }
}
