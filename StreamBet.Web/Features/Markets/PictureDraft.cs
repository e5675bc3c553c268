using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Rule.Pictures;

namespace StreamBet.Web.Features.Markets;

/// <summary>The reference picture that a criterion asks for, as its host chose it.</summary>
public sealed class PictureDraft
{
    /// <summary>Starts empty.</summary>
    public PictureDraft()
    {
    }

    /// <summary>Starts with what a market asks for.</summary>
    public PictureDraft(PictureQuery picture)
    {
        Chosen = new OfferedPicture(picture.Sha256, picture.CanBeDisproved);
        Name = picture.Name;
    }

    /// <summary>The picture; null while none is chosen.</summary>
    public OfferedPicture? Chosen { get; set; }

    /// <summary>What it shows.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it asks for, which may be invalid.</summary>
    public PictureQuery Read() => new(Chosen?.Sha256 ?? "", Name.Trim()) { CanBeDisproved = Chosen?.CanBeDisproved != false };

    /// <summary>A question that it answers; null while there is none.</summary>
    public string? SuggestQuestion() => Name.Trim() is { Length: > 0 } name ? $"Will the picture \"{name}\" appear?" : null;
}
