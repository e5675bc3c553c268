using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Labels;

/// <summary>Something a person does with a thing, told from where the two are.</summary>
/// <param name="Label">Its name in Rekognition's taxonomy.</param>
/// <param name="Category">The category of that name in the same taxonomy.</param>
/// <param name="Thing">What it is done with.</param>
/// <param name="IsRiding">Whether the person must be on the thing, and not just at it: a person beside a bicycle does
/// not ride it.</param>
internal sealed record Activity(string Label, string Category, CocoClass Thing, bool IsRiding = false)
{
    /// <summary>A person reaches a little beyond the box that a model draws.</summary>
    private const double Reach = 0.125;

    /// <summary>The activities that can be told. Others, such as a jump or a throw, would need more than
    /// boxes.</summary>
    /// <remarks>The taxonomy has "Skating" and no skateboarding, and nothing for riding a motorcycle. Which game is
    /// played with a ball cannot be told from the ball, so that it is "Play".</remarks>
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

    /// <summary>An activity is as well validated as what it is told from.</summary>
    public bool IsValidated => Thing.IsValidated && CocoClasses.Find("person").IsValidated;

    /// <summary>Whether boxes of a person and of the thing lie as they do in the activity.</summary>
    public bool Matches(Box person, Box thing) =>
        person.Grow(Reach).Overlap(thing) > 0 && (!IsRiding || IsOn(person, thing));

    /// <summary>Upright over it: the person's middle is between its sides and higher than its own middle.</summary>
    private static bool IsOn(Box person, Box thing)
    {
        var middle = person.Left + (person.Width / 2);
        return middle >= thing.Left && middle <= thing.Right
            && person.Top + (person.Height / 2) < thing.Top + (thing.Height / 2);
    }
}
