using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Clips.ReferencePictures;

/// <summary>Takes reference pictures: decodes them, refuses those that can't be told from others, and keeps the rest.</summary>
public sealed partial class PictureKeeper(
    IUnitOfWorkFactory work, IPictureReader reader, AddressLimits limits, TimeProvider time, ILogger<PictureKeeper> logger,
    IPictureJudge? judge = null)
    : IDisposable
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>The most pictures that one person adds within <see cref="ReferencePicture.MaxUnnamed"/>, whether a market names them or
    /// not: naming takes nothing but an edit.</summary>
    public const int MaxOfPerson = 20;

    // Each is a child process for a moment.
    private readonly SemaphoreSlim _decoding = new(2);

    /// <summary>Keeps a picture.</summary>
    /// <param name="file">A PNG, a JPEG or a WebP.</param>
    /// <param name="caller">Who adds it.</param>
    /// <param name="cancellationToken">Cancels it before it is kept.</param>
    /// <exception cref="RefusedException">It is too large (413), of another kind (415), can't be decoded or told from others (422), or
    /// this person added too many (429).</exception>
    public async Task<ReferencePicture> AddAsync(ReadOnlyMemory<byte> file, Caller caller, CancellationToken cancellationToken)
    {
        if (judge is null)
        {
            throw new RefusedException(
                RefusalKind.Unprocessable, "picture_not_findable",
                "This server's analyzer can't look for pictures. Ask for a label or a text, or let people decide.");
        }

        if (file.Length > MaxBytes)
            throw TooLarge();
        if (file.IsEmpty)
            throw new RefusedException(RefusalKind.Invalid, "empty_file", "The file is empty. Choose the picture again; it may not be saved yet.");
        await limits.CountAsync(LimitedAction.AddPicture, caller);
        var (picture, png) = await DecodeAsync(file, cancellationToken);
        if (judge.WhyUnclear(picture) is { } why)
            throw new RefusedException(RefusalKind.Unprocessable, "picture_unclear", why);

        var (now, sha256) = (time.GetUtcNow(), Convert.ToHexStringLower(SHA256.HashData(png)));
        await using var unit = await work.BeginAsync(cancellationToken);
        await unit.Pictures.SweepAsync(now - ReferencePicture.MaxUnnamed, cancellationToken);
        await unit.People.IntroduceAsync(caller, now, cancellationToken);
        var same = await unit.Pictures.FindAsync(sha256, cancellationToken);
        if (same.Any(added => added.RemovedAt is not null))
            throw Removed();
        var kept = same.FirstOrDefault(added => added.OwnerId == caller.Id);
        if (kept is null)
        {
            await EnsureRoomAsync(unit, caller, now, cancellationToken);
            kept = ReferencePicture.Add(sha256, caller.Id, picture, png, judge.CanBeDisproved(picture), now);
            unit.Pictures.Add(kept);
        }
        else
        {
            kept.AddAgain(now);
        }

        await unit.CommitAsync(cancellationToken);
        LogAdded(sha256, caller.Id, picture.Width, picture.Height);
        return kept;
    }

    /// <summary>A picture that this person may name in a market: one of theirs, or one that a market names already.</summary>
    /// <exception cref="RefusedException">There is none with this digest, or it was removed (422).</exception>
    public static async Task<ReferencePicture> FindAsync(
        IUnitOfWork unit, string sha256, Caller caller, CancellationToken cancellationToken)
    {
        var same = await unit.Pictures.FindAsync(sha256, cancellationToken);
        if (same.Any(picture => picture.RemovedAt is not null))
            throw Removed();
        return same.FirstOrDefault(picture => picture.OwnerId == caller.Id) ?? same.FirstOrDefault(picture => picture.IsNamed)
            ?? throw new RefusedException(
                RefusalKind.Unprocessable, "picture_not_found", "The picture is not here, or no longer. Add it again.");
    }

    /// <summary>A criterion with what is known about its picture, if it asks for one.</summary>
    /// <exception cref="RefusedException">There is no such picture that this person may name, or it was removed (422).</exception>
    public static async Task<Criterion> WithPictureAsync(
        IUnitOfWork unit, Criterion criterion, Caller caller, CancellationToken cancellationToken) => criterion.Picture is { } asked
        ? criterion with
        {
            Picture = asked with { CanBeDisproved = (await FindAsync(unit, asked.Sha256, caller, cancellationToken)).CanBeDisproved },
        }
        : criterion;

    /// <summary>The pictures with these digests, to be looked for. Those that were removed meanwhile are left out.</summary>
    public static async Task<IReadOnlyList<WantedPicture>> FindWantedAsync(
        IUnitOfWork unit, IReadOnlyList<string> digests, CancellationToken cancellationToken)
    {
        var wanted = new List<WantedPicture>();
        foreach (var sha256 in digests)
        {
            if ((await unit.Pictures.FindAsync(sha256, cancellationToken)).FirstOrDefault(picture => picture.RemovedAt is null) is { } picture)
                wanted.Add(new WantedPicture(sha256, picture.Png));
        }

        return wanted;
    }

    /// <summary>The refusal of a file that is too large.</summary>
    public static RefusedException TooLarge() => new(
        RefusalKind.TooLarge, "file_too_large", "The picture is larger than 2 MB. Cut out the part that matters, or make it smaller.");

    /// <inheritdoc/>
    public void Dispose() => _decoding.Dispose();

    private static RefusedException Removed() => new(
        RefusalKind.Unprocessable, "picture_removed", "The operator removed this picture. Choose another one.");

    private async Task<(DecodedPicture Picture, byte[] Png)> DecodeAsync(
        ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        await _decoding.WaitAsync(cancellationToken);
        try
        {
            var picture = await reader.ReadAsync(file, cancellationToken);
            return (picture, await reader.EncodeAsync(picture, cancellationToken));
        }
        finally
        {
            _decoding.Release();
        }
    }

    private static async Task EnsureRoomAsync(
        IUnitOfWork unit, Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var added = await unit.Pictures.LatestOfAsync(
            caller.Id, now - ReferencePicture.MaxUnnamed, areNamed: true, MaxOfPerson, cancellationToken);
        if (added.Count >= MaxOfPerson)
        {
            throw new RefusedException(
                RefusalKind.TooMany, "too_many_pictures",
                $"You added {MaxOfPerson} pictures in the last 24 hours, which is the limit. Use one of them, or come back tomorrow.");
        }
    }

    [LoggerMessage(105, LogLevel.Information, "Picture {Sha256} added by {PersonId}: {Width} x {Height}.")]
    private partial void LogAdded(string sha256, string personId, int width, int height);
}
