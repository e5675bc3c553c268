using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips;

/// <summary>Refusals about jobs that are used in several places.</summary>
public static class JobRefusals
{
    /// <summary>The job does not exist, or this person may not know of it (404).</summary>
    public static RefusedException NotFound() => new(
        RefusalKind.NotFound, "job_not_found", "There is no such job, or you don't have access to it.");
}
