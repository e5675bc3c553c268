using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Labels;

/// <summary>An activity of a person with a thing, recognised by their positions.</summary>
/// <param name="Label">Its name in Rekognition's taxonomy.</param>
/// <param name="Category">The label's category in the same taxonomy.</param>
/// <param name="Thing">The thing it is done with.</param>
/// <param name="IsRiding">Whether the person must be on the thing rather than at it: someone beside a bicycle is not
/// riding it.</param>
internal sealed record Activity(string Label, string Category, CocoClass Thing, bool IsRiding = false)
{
    /// <summary>How far a person reaches beyond their box, as a fraction of its size.</summary>
    private const double Reach = 0.125;

    /// <summary>The activities that can be recognised. Others, such as a jump or a throw, need more than
    /// boxes.</summary>
    /// <remarks>The taxonomy has "Skating" but no skateboarding, and nothing for riding a motorcycle. A ball does not
    /// show which game is played, so the activity is "Play".</remarks>
    public static readonly IReadOnlyList<Activity> All =
    [
        new("Surfing", "Sports", CocoClasses.Find("surfboard")),
        new("Skating", "Sports", CocoClasses.Find("skateboard")),
        new("Skiing", "Sports", CocoClasses.Find("skis")),
        new("Snowboarding", "Sports", CocoClasses.Find("snowboard")),
        new("Cycling", "Actions", CocoClasses.Find("bicycle"), IsRiding: true),
        new("Horseback Riding", "Hobbies and Interests", CocoClasses.Find("horse"), IsRiding: true),
        new("Playing Tennis", "Actions", CocoClasses.Find("tennis racket")),
        new("Play", "Actions", CocoClasses.Find("sports ball")),
    ];

    /// <summary>Validated if both the thing and the person are.</summary>
    public bool IsValidated => Thing.IsValidated && CocoClasses.Find("person").IsValidated;

    /// <summary>Whether the boxes of a person and the thing are arranged as in the activity.</summary>
    public bool Matches(Box person, Box thing) =>
        person.Grow(Reach).Overlap(thing) > 0 && (!IsRiding || IsOn(person, thing));

    /// <summary>Whether the person is upright on the thing: the centre of the person's box is between the thing's sides
    /// and above its centre.</summary>
    private static bool IsOn(Box person, Box thing)
    {
        var middle = person.Left + (person.Width / 2);
        return middle >= thing.Left && middle <= thing.Right
            && person.Top + (person.Height / 2) < thing.Top + (thing.Height / 2);
    }
}
