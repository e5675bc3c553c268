using System.Globalization;

namespace StreamBet.Core.Rule.Texts;

/// <summary>What a number on the screen must do.</summary>
public enum NumberChange
{
    /// <summary>Reach a value: be that or more.</summary>
    AtLeast,

    /// <summary>Fall under a value.</summary>
    Under,

    /// <summary>Go up by a value or more from one reading to the next; each time counts.</summary>
    Rises,
}

/// <summary>A test of a number on the screen.</summary>
/// <param name="Change">What it must do.</param>
/// <param name="Value">The value, 0 to 999,999,999 with at most two decimals; a time in seconds.</param>
/// <param name="IsTime">Whether the screen shows it as a time, such as 1:00.</param>
public sealed record NumberTest(NumberChange Change, double Value, bool IsTime = false)
{
    /// <summary>The highest value.</summary>
    public const double MaxValue = 999_999_999;

    /// <summary>The value as the screen shows it.</summary>
    public string Shown
    {
        get
        {
            if (!IsTime)
                return Value.ToString("0.##", CultureInfo.InvariantCulture);
            var (minutes, seconds) = ((long)Value / 60, Value % 60);
            return string.Create(CultureInfo.InvariantCulture, $"{minutes}:{seconds:00.##}");
        }
    }

    /// <summary>Reads a value as people write it: 10, 2.5 or 1:30.</summary>
    /// <returns>The value, and whether it is a time; null if it is neither.</returns>
    public static (double Value, bool IsTime)? Parse(string text) =>
        NumberText.Read(text.Trim()) is { Rest: "" } read ? (read.Value, read.IsTime) : null;

    /// <summary>Checks it.</summary>
    /// <exception cref="Kernel.RefusedException">It is invalid; the message says why (422).</exception>
    public void Ensure()
    {
        var min = Change == NumberChange.AtLeast ? 0 : 0.01;
        if (!(Value >= min && Value <= MaxValue) || Math.Abs(Math.Round(Value, 2) - Value) > 1e-9)
        {
            throw TextQuery.Wrong(FormattableString.Invariant(
                $"The number must be {min} to {MaxValue:0} with at most two decimals."));
        }
    }

    /// <summary>Whether a single reading meets it; a rise needs two.</summary>
    internal bool IsMetBy(double value) => Change switch
    {
        NumberChange.AtLeast => value >= Value,
        NumberChange.Under => value < Value,
        _ => false,
    };

    /// <summary>The test, as the end of a sentence about the number.</summary>
    internal string ToCondition() => Change switch
    {
        NumberChange.AtLeast => $"reaches {Shown}",
        NumberChange.Under => $"falls under {Shown}",
        _ => Value is 1 && !IsTime ? "goes up" : $"goes up by {Shown} or more",
    };
}
