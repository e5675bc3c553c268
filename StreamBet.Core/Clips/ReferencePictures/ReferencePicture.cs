namespace StreamBet.Core.Clips.ReferencePictures;

/// <summary>A picture that somebody added so that clips can be searched for it. Whoever adds the same one has it too, so that nobody
/// can take it from anybody.</summary>
public sealed class ReferencePicture
{
    /// <summary>How long a picture is kept that no market names.</summary>
    public static readonly TimeSpan MaxUnnamed = TimeSpan.FromHours(24);

    private ReferencePicture()
    {
    }

    /// <summary>SHA-256 of <see cref="Png"/>, 64 lower-case hex digits.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Who added it.</summary>
    public string OwnerId { get; private set; } = "";

    /// <summary>When it was last added.</summary>
    public DateTimeOffset AddedAt { get; private set; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>Whether a clip can end with NO for it.</summary>
    public bool CanBeDisproved { get; private set; }

    /// <summary>The picture as this server encoded it; empty once it was removed.</summary>
    public byte[] Png { get; private set; } = [];

    /// <summary>Whether a market names it; it then stays, since a receipt will name it too.</summary>
    public bool IsNamed { get; private set; }

    /// <summary>When an operator removed it; null while it is there.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>Adds a picture.</summary>
    /// <param name="sha256">SHA-256 of the PNG.</param>
    /// <param name="ownerId">Who adds it.</param>
    /// <param name="picture">Its pixels.</param>
    /// <param name="png">The PNG.</param>
    /// <param name="canBeDisproved">Whether a clip can end with NO for it.</param>
    /// <param name="now">The current time.</param>
    public static ReferencePicture Add(
        string sha256, string ownerId, DecodedPicture picture, byte[] png, bool canBeDisproved, DateTimeOffset now) => new()
        {
            Sha256 = sha256,
            OwnerId = ownerId,
            AddedAt = now,
            Width = picture.Width,
            Height = picture.Height,
            CanBeDisproved = canBeDisproved,
            Png = png,
        };

    /// <summary>Records that a market names it.</summary>
    public void Name() => IsNamed = true;

    /// <summary>Records that its owner added it once more.</summary>
    public void AddAgain(DateTimeOffset now) => AddedAt = now;

    /// <summary>Deletes its pixels. Its digest stays, so that it can't be added again.</summary>
    public void Remove(DateTimeOffset now) => (Png, RemovedAt) = ([], now);
}
