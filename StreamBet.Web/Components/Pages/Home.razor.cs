using Microsoft.AspNetCore.Components;
using StreamBet.Web.State;

namespace StreamBet.Web.Components.Pages;

/// <summary>The one page. The job that it shows is in its address, so that loading it again, another tab or a restarted server
/// shows the same.</summary>
public sealed partial class Home
{
    /// <summary>The job to show; null for none.</summary>
    [Parameter]
    public Guid? JobId { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private protected override DashboardAreas Areas => DashboardAreas.Clip;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        State.Show(JobId);
        FollowState();
    }

    /// <inheritdoc/>
    protected override void OnStateChanged()
    {
        FollowState();
        base.OnStateChanged();
    }

    // A clip that was sent from here gets its address, and keeps it while it is on its way.
    private void FollowState()
    {
        if (State.JobId is { } shown && shown != JobId)
            Navigation.NavigateTo($"jobs/{shown}", replace: JobId is null);
    }
}
