namespace StreamBet.Web.Shared.State;

/// <summary>The parts of a tab's state that a component may draw.</summary>
[Flags]
internal enum TabAreas
{
    /// <summary>The selected file, those that wait, the job and its result, the problems.</summary>
    Clip = 1,

    /// <summary>How far the job is within its state.</summary>
    Progress = 2,

    /// <summary>The markets, and which of them the next clip decides.</summary>
    Markets = 4,

    /// <summary>The person's credits and stakes.</summary>
    Account = 8,
}
