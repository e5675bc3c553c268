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
    public PictureDraft(PictureQuery picture) => (Sha256, Name) = (picture.Sha256, picture.Name);

    /// <summary>The digest of the picture; empty while none is chosen.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>What it shows.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it asks for, which may be invalid.</summary>
    public PictureQuery Read() => new(Sha256, Name.Trim());

    /// <summary>A question that it answers; null while there is none.</summary>
    public string? SuggestQuestion() => Name.Trim() is { Length: > 0 } name ? $"Will the picture \"{name}\" appear?" : null;
}
