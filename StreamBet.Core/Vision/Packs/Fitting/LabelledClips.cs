using System.Text.Json;

namespace StreamBet.Core.Vision.Packs.Fitting;

/// <summary>A clip whose contents are known.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Labels">What it shows; whatever is not here is not in it.</param>
internal sealed record LabelledClip(string Path, IReadOnlyList<LabelledSpan> Labels);

/// <summary>Where a clip shows a class.</summary>
/// <param name="Name">The class.</param>
/// <param name="From">The start.</param>
/// <param name="To">The end.</param>
internal sealed record LabelledSpan(string Name, TimeSpan From, TimeSpan To);

/// <summary>Reads a folder of labelled clips.</summary>
internal static class LabelledClips
{
    /// <summary>The file that says what the clips show.</summary>
    public const string FileName = "labels.json";

    private const int MaxClips = 10_000;
    private const int MaxSpans = 1000;
    private const double LongestClip = 6 * 60 * 60;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads the folder; empty if there are mistakes.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="classes">The pack's classes.</param>
    /// <param name="mistakes">Receives a sentence per mistake.</param>
    public static IReadOnlyList<LabelledClip> Read(
        string folder, IEnumerable<PackClass?> classes, ICollection<string> mistakes)
    {
        var found = new List<string>();
        var clips = new List<LabelledClip>();
        try
        {
            // The reader of members wants an object around the list.
            var text = File.ReadAllText(Path.Combine(folder, FileName));
            using var document = JsonDocument.Parse($"{{\"clips\":{text}\n}}", Strict);
            var members = new JsonMembers(document.RootElement, "", found);
            var names = classes.OfType<PackClass>().Select(known => known.Name).ToList();
            clips.AddRange(members.Objects("clips", 1, MaxClips).OfType<JsonMembers>().Select(clip => ReadClip(clip, folder, names)));
            members.RefuseUnknown();
        }
        catch (JsonException)
        {
            found.Add("It is not valid JSON.");
        }
        catch (InvalidOperationException)
        {
            // The JSON reader's way to say that a text has half of a character.
            found.Add("It has a text that is not valid Unicode.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            found.Add(fault.Message);
        }

        if (clips.GroupBy(clip => clip.Path, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            found.Add($"\"{Path.GetFileName(twice.Key)}\" is there twice; put all its labels into one entry.");
        foreach (var mistake in found)
            mistakes.Add($"{FileName}: {mistake}");
        return found.Count == 0 ? clips : [];
    }

    private static LabelledClip ReadClip(JsonMembers clip, string folder, List<string> classes)
    {
        var name = clip.Text("file");
        var path = Path.Combine(folder, name);
        if (name.Length > 0 && (name is "." or ".." || name.AsSpan().ContainsAny('/', '\\', ':') || name.Contains('\0', StringComparison.Ordinal)))
            clip.Refuse("file", $"is \"{name}\" and must be the name of a file in the same folder, without a path.");
        else if (name.Length > 0 && !File.Exists(path))
            clip.Refuse("file", $"is \"{name}\", which is not in the folder.");
        var labels = clip.Objects("labels", 0, MaxSpans).OfType<JsonMembers>().Select(span => ReadSpan(span, classes)).ToList();
        clip.RefuseUnknown();
        return new LabelledClip(path, labels);
    }

    // An unknown name is more often misspelt than meant for another pack, and then the clip would count as one without it.
    private static LabelledSpan ReadSpan(JsonMembers span, List<string> classes)
    {
        var name = span.Text("name");
        var known = classes.Find(other => other.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (known is null && name.Length > 0)
            span.Refuse("name", $"is \"{name}\", which is not one of the pack's classes.");
        var (from, to) = (span.Number("from", 0, LongestClip), span.Number("to", 0, LongestClip));
        if (to <= from)
            span.Refuse("to", "must be later than \"from\".");
        span.RefuseUnknown();
        return new LabelledSpan(known ?? name, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to));
    }
}
