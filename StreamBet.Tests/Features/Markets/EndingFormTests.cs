using Bunit;
using StreamBet.Core.Kernel;
using StreamBet.Core.Rule;
using StreamBet.Web.Features.Markets;

namespace StreamBet.Tests.Features.Markets;

public sealed class EndingFormTests(RunningApp running) : ComponentTest(running)
{
    [Fact]
    public async Task A_picture_that_is_chosen_after_the_outcome_gives_its_second()
    {
        var form = Form(isQuestion: true, second: null);
        await form.ChangeAsync("[data-test=outcome-yes]", true);
        form.Find("[data-test=second]").GetAttribute("value").Should().BeNullOrEmpty();

        form.Render(parameters => parameters.Add(part => part.Second, TimeSpan.FromSeconds(15)));

        form.Find("[data-test=second]").GetAttribute("value").Should().Be("15");
    }

    [Fact]
    public async Task A_question_for_people_is_answered_in_its_own_words()
    {
        var form = Form(isQuestion: true, second: null);
        await form.ChangeAsync("[data-test=outcome-no]", true);

        form.Markup.Should().Contain("it did not happen").And.NotContain("it is not there").And.NotContain("analyzer");
    }

    [Fact]
    public async Task Nobody_is_offered_to_say_that_the_analyzer_missed_what_it_saw()
    {
        var form = Form(isQuestion: false, second: TimeSpan.FromSeconds(3));
        await form.ChangeAsync("[data-test=outcome-yes]", true);

        form.Find("[data-test=reason]").TextContent.Should().Be("The clip's verdict is right.");
    }

    private IRenderedComponent<EndingForm> Form(bool isQuestion, TimeSpan? second) => Render<EndingForm>(parameters => parameters
        .Add(part => part.Name, "proposal 1").Add(part => part.Title, "How should it end?").Add(part => part.Action, "Propose").Add(part => part.IsQuestion, isQuestion)
        .Add(part => part.Verdict, Outcome.Yes).Add(part => part.Second, second)
        .Add(part => part.OnSay, _ => Task.FromResult<Refusal?>(null)));
}
