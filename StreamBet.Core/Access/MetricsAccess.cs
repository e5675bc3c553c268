using StreamBet.Core.People;

namespace StreamBet.Core.Access;

/// <summary>Who may read the metrics.</summary>
public static class MetricsAccess
{
    /// <summary>Whether this caller may: an operator, or who can read this machine's key.</summary>
    public static bool MayRead(Caller caller) => caller.IsOperator || caller.Id == Caller.LocalId;
}
