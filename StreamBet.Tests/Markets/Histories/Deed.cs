using StreamBet.Core.Kernel;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets.Histories;

/// <summary>What a step comes to in the present state: what must come of it, and how it is done.</summary>
/// <param name="Stages">The plain exchange before it and after each of its transactions.</param>
/// <param name="Answers">How those who asked must be answered.</param>
/// <param name="DoAsync">Does it, and adds each answer as it comes.</param>
internal sealed record Deed(
    IReadOnlyList<PlainExchange> Stages, IReadOnlyList<string> Answers, Func<Exchange, List<string>, Task> DoAsync)
{
    /// <summary>The answer to what was not refused.</summary>
    public const string Done = "done";

    /// <summary>One transaction, by the rules and by the product.</summary>
    public static Deed One(PlainExchange before, Func<PlainExchange, string?> rule, Func<Exchange, Task> doAsync)
    {
        var after = before.Copy();
        var code = rule(after);
        return new Deed(
            [before, after], [code ?? Done],
            async (exchange, answers) => answers.Add(await AnswerAsync(() => doAsync(exchange))));
    }

    /// <summary>Several transactions that nothing refuses.</summary>
    public static Deed Many(IReadOnlyList<PlainExchange> stages, Func<Exchange, Task> doAsync) => new(
        stages, [Done], async (exchange, answers) => answers.Add(await AnswerAsync(() => doAsync(exchange))));

    /// <summary>Does something and gives its answer: done, or the code of its refusal.</summary>
    public static async Task<string> AnswerAsync(Func<Task> doAsync)
    {
        try
        {
            await doAsync();
            return Done;
        }
        catch (RefusedException refused)
        {
            return refused.Refusal.Code;
        }
    }
}
