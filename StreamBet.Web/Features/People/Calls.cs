using System.Globalization;
using StreamBet.Core.Markets.Standings;

namespace StreamBet.Web.Features.People;

/// <summary>How often a person was right, in words.</summary>
internal static class Calls
{
    /// <summary>Such as "62 %, 31 of 50".</summary>
    public static string Of(Standing standing) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * standing.Share:0} %, {standing.Right:N0} of {standing.Verdicts:N0}");
}
