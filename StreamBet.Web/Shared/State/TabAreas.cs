namespace StreamBet.Web.Shared.State;

/// <summary>The parts of a tab's state that a component may render.</summary>
[Flags]
internal enum TabAreas
{
    /// <summary>The selected clip, the waiting ones, the job with its result, and the problems.</summary>
    Clip = 1,

    /// <summary>The progress of the job within its state.</summary>
    Progress = 2,

    /// <summary>The markets, and which of them the next clip decides.</summary>
    Markets = 4,

    /// <summary>The person's credits and stakes.</summary>
    Account = 8,
}
