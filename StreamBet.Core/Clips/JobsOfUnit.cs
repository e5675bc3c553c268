using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips;

/// <summary>Adds the jobs and their fingerprints to a unit of work.</summary>
public static class JobsOfUnit
{
    extension(IUnitOfWork unit)
    {
        /// <summary>Jobs and analyses.</summary>
        public IJobStore Jobs => unit.Store<IJobStore>();

        /// <summary>A job that this server is at work on.</summary>
        /// <exception cref="JobTakenException">Another one is, or nobody any more.</exception>
        public async Task<AnalysisJob> FindHeldAsync(Guid jobId, Guid serverId, CancellationToken cancellationToken) =>
            await unit.Jobs.FindAsync(jobId, cancellationToken) is { } job && job.IsHeldBy(serverId) ? job : throw new JobTakenException(jobId);

        /// <summary>Fingerprints of clips.</summary>
        public IFingerprintStore Fingerprints => unit.Store<IFingerprintStore>();
    }
}
