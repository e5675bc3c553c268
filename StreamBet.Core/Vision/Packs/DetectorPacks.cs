using System.Runtime.CompilerServices;
using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Detection;

namespace StreamBet.Core.Vision.Packs;

/// <summary>The operator's detector packs, by folder name.</summary>
/// <param name="packs">The packs.</param>
internal sealed class DetectorPacks(IReadOnlyList<DetectorPack> packs) : IDisposable
{
    private const string Key = "StreamBet:Vision:Packs";

    private readonly ConditionalWeakTable<Vocabulary, Vocabulary> _extended = [];

    /// <summary>The packs.</summary>
    public IReadOnlyList<DetectorPack> All => packs;

    /// <summary>Loads every pack in a folder. There are none if a mistake was found.</summary>
    /// <param name="folder">The folder; none if empty.</param>
    /// <param name="provider">What runs them.</param>
    /// <param name="mistakes">Receives a sentence per mistake, which names the pack's folder.</param>
    public static DetectorPacks Load(string folder, ExecutionProvider provider, List<string> mistakes)
    {
        if (folder.Length == 0)
            return new DetectorPacks([]);
        var before = mistakes.Count;
        var loaded = new List<(string Folder, DetectorPack Pack)>();
        foreach (var place in FindFolders(folder, mistakes))
        {
            var found = new List<string>();
            if (DetectorPack.Load(place, provider, found) is { } pack)
                loaded.Add((place, pack));
            mistakes.AddRange(found.Select(mistake => $"{Key}: in the pack \"{Path.GetFileName(place)}\": {mistake}"));
        }

        mistakes.AddRange(loaded.GroupBy(entry => entry.Pack.Manifest.Name, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Count() > 1)
            .Select(same => $"{Key}: the packs {string.Join(", ", same.Select(entry => $"\"{Path.GetFileName(entry.Folder)}\""))} "
                + $"have the same \"name\", \"{same.Key}\"; give each a name of its own."));
        var packs = new DetectorPacks(loaded.ConvertAll(entry => entry.Pack));
        if (mistakes.Count == before)
            return packs;
        packs.Dispose();
        return new DetectorPacks([]);
    }

    /// <summary>A vocabulary together with the packs' classes. A class that it has already stays as it is, unless only a
    /// pack may decide by it.</summary>
    public Vocabulary Extend(Vocabulary basis) =>
        packs.Count == 0 ? basis : _extended.GetValue(basis, known => PackVocabulary.Extend(known, packs));

    /// <summary>Begins to examine a clip; null if there are no packs.</summary>
    /// <param name="video">The clip's properties.</param>
    /// <param name="basis">The vocabulary without the packs.</param>
    /// <param name="samplesPerSecond">Samples per second.</param>
    public PackExamination? Begin(VideoMetadata video, Vocabulary basis, int samplesPerSecond) =>
        packs.Count == 0 ? null : new PackExamination(packs, new FrameGeometry(video.Width, video.Height), basis, samplesPerSecond);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pack in packs)
            pack.Dispose();
    }

    private static List<string> FindFolders(string folder, List<string> mistakes)
    {
        try
        {
            var found = Directory.GetDirectories(folder)
                .Where(place => Path.Exists(Path.Combine(place, PackFolder.ManifestName)))
                .Order(StringComparer.Ordinal).ToList();
            if (found.Count == 0)
                mistakes.Add($"{Key} is \"{folder}\", and none of its subfolders has a {PackFolder.ManifestName}.");
            return found;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"{Key} is \"{folder}\", which can't be read: {fault.Message}");
            return [];
        }
    }
}
