using System.Collections.Immutable;

namespace StreamBet.Web.Shared.State;

/// <summary>A tab's problems, until the person dismisses them. Thread-safe.</summary>
internal sealed class ProblemList(TabSession tab)
{
    private const int MaxProblems = 5;

    private ImmutableList<Problem> _all = [];

    /// <summary>The problems, oldest first.</summary>
    public ImmutableList<Problem> All => _all;

    /// <summary>Adds a problem; when there are too many, drops the oldest.</summary>
    /// <param name="sentence">What happened, why, and what to do.</param>
    /// <param name="clip">The clip that can be sent again; null when there is none.</param>
    public void Add(string sentence, TabClip? clip = null)
    {
        ImmutableInterlocked.Update(
            ref _all,
            all => all.Count < MaxProblems ? all.Add(new Problem(sentence, clip)) : all.RemoveAt(0).Add(new Problem(sentence, clip)));
        tab.Notify(TabAreas.Clip);
    }

    /// <summary>Removes a problem.</summary>
    public void Dismiss(Problem problem)
    {
        ImmutableInterlocked.Update(ref _all, all => all.Remove(problem));
        tab.Notify(TabAreas.Clip);
    }

    /// <summary>Removes the problems whose clip cannot be sent again.</summary>
    public void DismissAnswered() => ImmutableInterlocked.Update(ref _all, all => all.RemoveAll(problem => problem.Clip is null));

    /// <summary>Removes all.</summary>
    public void Clear() => ImmutableInterlocked.Update(ref _all, _ => []);
}

/// <summary>A problem, as the person sees it.</summary>
/// <param name="Sentence">What happened, why, and what to do.</param>
/// <param name="Clip">The clip that can be sent again; null when there is none.</param>
public sealed record Problem(string Sentence, TabClip? Clip);
