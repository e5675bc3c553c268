using Microsoft.Extensions.DependencyInjection;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Sharing;

namespace StreamBet.Tests.Features.Sharing;

public sealed class DrawnElsewhereTests
{
    [Fact]
    public async Task A_picture_is_drawn_by_one_server_for_all_and_one_that_no_server_made_is_not_shown()
    {
        using var shared = await ServersOnRedis.MakeAsync();
        using var first = shared.Start();
        using var second = shared.Start();
        var (known, forged) = (await first.Local.OpenMarketAsync(), await first.Local.OpenMarketAsync());
        Task<byte[]> ReadAsync(TestApp app, long market) => app.NewClient().GetByteArrayAsync($"/markets/{market}/picture.png");

        var drawn = await ReadAsync(first, known);
        (await ReadAsync(second, known)).Should().Equal(drawn);
        second.Services.GetRequiredService<SharePictures>().Drawn.Should().Be(0);

        drawn = await ReadAsync(first, forged);
        await shared.Redis.RunAsync(
            "EVAL", "for _, key in ipairs(redis.call('KEYS', '*:picture:*')) do redis.call('HSET', key, 'data', 'forged') end return 1", "0");
        (await ReadAsync(second, forged)).Should().Equal(drawn);
        second.Services.GetRequiredService<SharePictures>().Drawn.Should().Be(1);

        shared.Redis.Kill();
        (await ReadAsync(second, await second.Local.OpenMarketAsync())).Should().NotBeEmpty("it goes on without Redis");
    }
}
