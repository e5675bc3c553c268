using System.Numerics;
using System.Runtime.CompilerServices;

namespace StreamBet.Core.Clips.Fingerprints;

/// <summary>Finds copies of a clip among many fingerprints. Not thread-safe.</summary>
public sealed class FingerprintIndex
{
    private const int Shapes = FingerprintShapes.Count;

    // In samples. The change over two seconds hardly depends on the moment of sampling, and not at all on static
    // content.
    private const int Lag = 4;

    // A block of three keys, one second apart, spans four seconds.
    private const int BlockKeys = 3;
    private const int KeyStep = 2;
    private const int LastKey = (BlockKeys - 1) * KeyStep;
    private const int BlockStep = 5;

    // In samples of a fine fingerprint: each block starts at another part of a known clip's sample than the one before.
    private const int FineBlockStep = 13;

    // Bits that must agree in three keys; chance gives 96.
    private const int MinAgreement = 132;

    // Per known clip, so that nothing can crowd out the one that was copied.
    private const int MaxPlaces = 8;

    private static readonly float[][] Planes = MakePlanes();

    private readonly List<(Guid Id, ClipFingerprint Fingerprint, ulong[] Keys)> _clips = [];

    /// <summary>The number of clips.</summary>
    public int Count => _clips.Count;

    /// <summary>Adds a clip.</summary>
    public void Add(Guid id, ClipFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        _clips.Add((id, fingerprint, Keys(fingerprint, isMirrored: false)));
    }

    /// <summary>The known clips that share a stretch with a new one, or all of its pictures, most similar first, and of equally
    /// similar ones the one that was added first.</summary>
    /// <param name="fingerprint">The new clip's fingerprint, which may be a fine one.</param>
    /// <param name="own">The new clip itself, which is left out; null if it was not added.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public IReadOnlyList<(Guid Id, FingerprintMatch Match)> Find(
        ClipFingerprint fingerprint, Guid? own = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        if (!fingerprint.Changes)
            return [];
        var blocks = Blocks(fingerprint);
        var grid = new MovementGrid(fingerprint);
        return
        [
            .. _clips.AsParallel().AsOrdered().WithCancellation(cancellationToken).Where(clip => clip.Id != own)
                .Select(clip => (clip.Id, Match: FindMatch(clip.Fingerprint, clip.Keys, fingerprint, grid, blocks)))
                .Where(found => found.Match is not null).Select(found => (found.Id, Match: found.Match!))
                .AsSequential() // a parallel sort would mix up those that are equally similar
                .OrderByDescending(found => found.Match.Likeness),
        ];
    }

    private static FingerprintMatch? FindMatch(
        ClipFingerprint known, ulong[] keys, ClipFingerprint fingerprint, MovementGrid grid, List<Block> blocks) =>
        known.IsOfSamePicturesAs(fingerprint)
            ? FingerprintMatcher.OfSamePictures(known)
            : Places(keys, blocks)?.UnorderedItems
                .OrderByDescending(place => place.Priority).Select(place => place.Element)
                .Where(place => grid.MayMatchAt(known, place.KnownSample, place.NewSample, place.IsMirrored))
                .Select(place => FingerprintMatcher.CompareAt(
                    known, fingerprint, place.KnownSample, place.NewSample, place.IsMirrored, 1))
                .FirstOrDefault(match => match is not null);

    // The blocks of a new clip, and of its mirror image.
    private static List<Block> Blocks(ClipFingerprint fingerprint)
    {
        var fineness = fingerprint.Fineness;
        var step = fineness == 1 ? BlockStep : FineBlockStep;
        var blocks = new List<Block>();
        foreach (var isMirrored in (bool[])[false, true])
        {
            var keys = Keys(fingerprint, isMirrored);
            for (var start = 0; start + (LastKey * fineness) < keys.Length; start += step)
            {
                var (a, b, c) = (keys[start], keys[start + (KeyStep * fineness)], keys[start + (LastKey * fineness)]);

                // If nothing changes in it, it would agree with every still picture.
                if ((a | b | c) != 0)
                    blocks.Add(new Block(a, b, c, start / (double)fineness, isMirrored));
            }
        }

        return blocks;
    }

    // The best position of each block in a known clip, if good enough; null for none. A look-up calls it once for every known
    // clip, so it is compiled well at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static PriorityQueue<Candidate, int>? Places(ReadOnlySpan<ulong> known, List<Block> blocks)
    {
        const int middle = (LastKey + Lag) / 2;
        PriorityQueue<Candidate, int>? places = null;
        foreach (var block in blocks)
        {
            var (best, at) = (MinAgreement - 1, 0);
            for (var n = 0; n < known.Length - LastKey; n++)
            {
                var agreement = (BlockKeys * 64) - BitOperations.PopCount(block.A ^ known[n])
                    - BitOperations.PopCount(block.B ^ known[n + KeyStep]) - BitOperations.PopCount(block.C ^ known[n + LastKey]);
                if (agreement > best)
                    (best, at) = (agreement, n);
            }

            if (best < MinAgreement)
                continue;
            places ??= new PriorityQueue<Candidate, int>();
            places.Enqueue(new Candidate(at + middle, block.Start + middle, block.IsMirrored), best);
            if (places.Count > MaxPlaces)
                places.Dequeue();
        }

        return places;
    }

    // For each of 64 planes, the side on which the change over the lag lies. Similar changes agree in more bits.
    private static ulong[] Keys(ClipFingerprint fingerprint, bool isMirrored)
    {
        var lag = Lag * fingerprint.Fineness;
        var keys = new ulong[Math.Max(0, fingerprint.Count - lag)];
        var change = new float[Shapes];
        for (var n = 0; n < keys.Length; n++)
        {
            for (var shape = 0; shape < Shapes; shape++)
            {
                var by = fingerprint[n + lag, shape] - fingerprint[n, shape];
                change[shape] = isMirrored && FingerprintShapes.IsOdd(shape) ? -by : by;
            }

            for (var plane = 0; plane < Planes.Length; plane++)
            {
                var side = 0f;
                for (var shape = 0; shape < Shapes; shape++)
                    side += change[shape] * Planes[plane][shape];
                if (side > 0)
                    keys[n] |= 1UL << plane;
            }
        }

        return keys;
    }

    // The same at every start: a fixed sequence (SplitMix64) that does not depend on a library's generator.
    private static float[][] MakePlanes()
    {
        var state = 0UL;
        return [.. Enumerable.Range(0, 64).Select(_ => Enumerable.Range(0, Shapes).Select(_ => Next()).ToArray())];

        float Next()
        {
            var mixed = state += 0x9e3779b97f4a7c15;
            mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
            return (float)(((mixed ^ (mixed >> 31)) / (double)ulong.MaxValue) - 0.5);
        }
    }

    // Its keys, and where it starts, counted in samples of a fingerprint that is kept.
    private readonly record struct Block(ulong A, ulong B, ulong C, double Start, bool IsMirrored);

    private sealed record Candidate(int KnownSample, double NewSample, bool IsMirrored);
}
