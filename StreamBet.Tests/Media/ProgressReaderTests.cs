using System.Text;
using StreamBet.Core.Media;

namespace StreamBet.Tests.Media;

public class ProgressReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Lines_are_read_however_they_are_cut(int piece)
    {
        var reached = new List<TimeSpan>();
        var reader = new ProgressReader(reached.Add);
        const string lines = "frame=0\nout_time_us=-9223372036854775808\nprogress=continue\nframe=12\nout_time_us=N/A\n"
            + "frame=90\nout_time_us=3000000\nout_time=00:00:03.000000\nframe=90\nout_time_us=3000000\n"
            + "out_time_us=9223372036854775807\nframe=150\nout_time_us=5000000\nprogress=end\nframe=1";

        foreach (var bytes in Encoding.ASCII.GetBytes(lines).Chunk(piece))
            reader.Add(bytes);

        reached.Should().Equal(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5));
        reader.Pictures.Should().Be(150);
    }
}
