using System.Globalization;
using StreamBet.Core.Rule;
using StreamBet.Web.Shared;
using StreamBet.Web.Shared.Jobs;

namespace StreamBet.Web.Features.Dashboard;

/// <summary>Writes the title of the browser tab, for people who are in another one. Pure.</summary>
internal static class TitleText
{
    private const string Product = "StreamBet";

    /// <summary>The title for a job, or for none.</summary>
    public static string Of(JobView? job, double? bytesPerSecond)
    {
        if (job is null)
            return Product;
        if (!job.Job.IsEnded)
        {
            var step = JobStep.Of(job, bytesPerSecond);
            var done = step.Fraction is { } fraction
                ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100 * fraction):0} % ")
                : "";
            return $"{done}{step.Headline} · {Format.ClipName(job.Job)} · {Product}";
        }

        return job.Analysis is null
            ? $"{(job.Job.Error is null ? "Cancelled" : "Failed")} · {Format.ClipName(job.Job)} · {Product}"
            : $"{Verdicts(job)} · {Product}";
    }

    private static string Verdicts(JobView job)
    {
        var outcomes = job.Markets.Select(market => (market.Event, job.VerdictOf(market)?.Outcome)).ToList();
        return outcomes switch
        {
            [] => $"Done · {Format.ClipName(job.Job)}",
            [(var question, { } outcome)] => $"{outcome.ToWord()} · {question}",
            [(var question, null)] => $"Not decided · {question}",
            _ => string.Join(
                ", ",
                outcomes.GroupBy(pair => pair.Outcome).OrderBy(group => group.Key is null).ThenBy(group => group.Key)
                    .Select(group => $"{group.Count()} {(group.Key is { } side ? side.ToWord() : "not decided")}")),
        };
    }
}
