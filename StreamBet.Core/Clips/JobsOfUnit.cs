using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips;

/// <summary>Adds the jobs and their fingerprints to a unit of work.</summary>
public static class JobsOfUnit
{
    extension(IUnitOfWork unit)
    {
        /// <summary>Jobs and analyses.</summary>
        public IJobStore Jobs => unit.Store<IJobStore>();

        /// <summary>Fingerprints of clips.</summary>
        public IFingerprintStore Fingerprints => unit.Store<IFingerprintStore>();
    }
}
