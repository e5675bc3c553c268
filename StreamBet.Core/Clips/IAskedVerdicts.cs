namespace StreamBet.Core.Clips;

/// <summary>Verdicts that the uploaders of clips asked for, without a market.</summary>
public interface IAskedVerdicts
{
    /// <summary>Makes the verdict on the job's criterion from its analysis; does nothing if it has none. After a crash, calling it
    /// again makes no second one.</summary>
    Task MakeAsync(AnalysisJob job, KeptAnalysis analysis, CancellationToken cancellationToken);
}
