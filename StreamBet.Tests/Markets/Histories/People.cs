using StreamBet.Core.People;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets.Histories;

/// <summary>Those who take part in histories.</summary>
internal static class People
{
    public static readonly Caller Operator = new("operator", "Operator", Role.Operator, "127.0.0.1");

    private static readonly Caller[] All =
        [Exchange.Person("ada"), Exchange.Person("bob"), Exchange.Person("cleo"), Exchange.Person("dan"), Operator];

    /// <summary>Someone by number.</summary>
    public static Caller At(int number) => All[number % All.Length];

    /// <summary>Someone by number; by a higher one the host of the market, or the operator where there are
    /// several.</summary>
    public static Caller At(int number, PlainMarket? market) =>
        number < All.Length ? At(number) : All.SingleOrDefault(person => person.Id == market?.Host, Operator);
}
