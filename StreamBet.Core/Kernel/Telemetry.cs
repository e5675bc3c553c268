using System.Diagnostics;

namespace StreamBet.Core.Kernel;

/// <summary>The source of this server's own spans. Nothing is made where nobody listens.</summary>
public static class Telemetry
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "StreamBet";

    /// <summary>The source of spans.</summary>
    public static readonly ActivitySource Source = new(Name);

    /// <summary>Begins a span within the current one; null if there is none. What no clip and no request asked for, such as a look
    /// at the clock, makes no trace.</summary>
    /// <param name="name">Its name.</param>
    public static Activity? StartWithin(string name) => Activity.Current is null ? null : Source.StartActivity(name);

    /// <summary>Marks a span as failed.</summary>
    /// <param name="span">The span; nothing happens if null.</param>
    /// <param name="fault">Why. Only its code or its type is kept: a sentence may name what a person sent.</param>
    public static void Fail(this Activity? span, Exception fault) => span?
        .SetStatus(ActivityStatusCode.Error)
        .SetTag("error.type", fault is RefusedException { Refusal: var refusal } ? refusal.Code : fault.GetType().FullName);
}
