using CsCheck;

namespace StreamBet.Tests.Markets.Histories;

/// <summary>What happens in a history.</summary>
internal enum Act
{
    Open,
    Edit,
    Lock,
    Stake,
    StakeTogether,
    Offer,
    OfferForTwo,
    Arrive,
    CutOff,
    BreakDown,
    Decide,
    Ask,
    Void,
    Propose,
    Object,
    Comment,
    Rule,
    Wait,
}

/// <summary>One thing that happens. The numbers choose among what there is when it does.</summary>
/// <param name="Act">What.</param>
/// <param name="Who">Who does it: 0 to 3 a viewer, 4 the operator, higher the host of the market.</param>
/// <param name="Which">On which market, or with which job.</param>
/// <param name="How">Which side, clip, finding or time.</param>
/// <param name="Amount">How much is staked.</param>
/// <param name="CrashAt">At which statement the server crashes; 0 for not at all.</param>
internal sealed record Step(Act Act, int Who, int Which, int How, long Amount, int CrashAt)
{
    // What cannot happen now, such as the arrival of a clip that nobody offered, is passed over.
    private static readonly Gen<Act> Acts = Gen.Frequency(
        (5, Gen.Const(Act.Open)), (2, Gen.Const(Act.Edit)), (1, Gen.Const(Act.Lock)), (20, Gen.Const(Act.Stake)),
        (8, Gen.Const(Act.StakeTogether)), (10, Gen.Const(Act.Offer)), (6, Gen.Const(Act.OfferForTwo)),
        (20, Gen.Const(Act.Arrive)), (4, Gen.Const(Act.CutOff)), (6, Gen.Const(Act.BreakDown)),
        (20, Gen.Const(Act.Decide)),
        (3, Gen.Const(Act.Ask)), (3, Gen.Const(Act.Void)), (10, Gen.Const(Act.Propose)), (12, Gen.Const(Act.Object)),
        (2, Gen.Const(Act.Comment)), (8, Gen.Const(Act.Rule)), (4, Gen.Const(Act.Wait)));

    private static readonly Gen<long> Amounts = Gen.Frequency(
        (12, Gen.Long[1, 400]), (3, Gen.Long[1, 3]),
        (2, Gen.OneOf(Gen.Const(999L), Gen.Const(1_000L), Gen.Const(1_001L))),
        (1, Gen.OneOf(Gen.Const(0L), Gen.Const(-1L), Gen.Const(long.MinValue), Gen.Const(long.MaxValue))));

    // Few statements make a stake, many a clip that decides two markets.
    private static readonly Gen<int> Crashes = Gen.Frequency(
        (12, Gen.Const(0)), (3, Gen.Int[1, 25]), (1, Gen.Int[1, 120]));

    /// <summary>Chooses what is not there.</summary>
    public const int Missing = 11;

    /// <summary>Any step.</summary>
    public static readonly Gen<Step> Any = Gen.Select(
        Acts, Gen.Int[0, 13], Gen.Int[0, Missing], Gen.Int[0, 5], Amounts, Crashes,
        (act, who, which, how, amount, crashAt) => new Step(act, who, which, how, amount, crashAt));
}

/// <summary>What happens to one server from its first market on.</summary>
/// <param name="TakeRate">What its operator keeps of a pool.</param>
/// <param name="Steps">What happens.</param>
internal sealed record History(decimal TakeRate, Step[] Steps)
{
    /// <summary>Any history.</summary>
    public static readonly Gen<History> Any = Gen.Select(
        Gen.OneOf(Gen.Const(0m), Gen.Const(0.05m), Gen.Const(0.333m)),
        Step.Any.Array[1, 45], (takeRate, steps) => new History(takeRate, steps));

    public override string ToString() => $"take {TakeRate}:\n{string.Join<Step>("\n", Steps)}";
}
