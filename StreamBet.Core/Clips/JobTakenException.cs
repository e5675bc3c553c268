namespace StreamBet.Core.Clips;

/// <summary>Another server has taken over a job, since this one was silent for too long. This one leaves it alone.</summary>
public sealed class JobTakenException : Exception
{
    /// <summary>Names the job.</summary>
    public JobTakenException(Guid jobId)
        : base($"Job {jobId} is no longer this server's.")
    {
    }
}
