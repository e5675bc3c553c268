using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;
using MudBlazor.Services;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Tests.Support;
using StreamBet.Web.Shared.Jobs;
using StreamBet.Web.Shared.State;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Tests.Features;

/// <summary>The application behind components that are drawn without a browser.</summary>
public sealed class RunningApp : IDisposable
{
    internal TestApp App { get; } = TestApp.Start();

    public void Dispose() => App.Dispose();
}

/// <summary>Draws a part of the dashboard in a state that the test chooses; behind it stands the real application.</summary>
public abstract class DashboardTest : BunitContext, IClassFixture<RunningApp>, IAsyncLifetime
{
    private readonly AsyncServiceScope _scope;

    protected DashboardTest(RunningApp running)
    {
        App = running.App;
        _scope = App.Services.CreateAsyncScope();
        State = _scope.ServiceProvider.GetRequiredService<DashboardState>();
        State.Begin(Dashboards.Ada);
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddSingleton(State);
        Services.AddSingleton(_scope.ServiceProvider.GetRequiredService<TabConnection>());
        Services.AddSingleton(App.Services.GetRequiredService<IOptions<StreamBetOptions>>());
        Services.AddSingleton(App.Services.GetRequiredService<IClipAnalyzer>());
        Services.AddSingleton(App.Services.GetRequiredService<MarketResolution>());
        JSInterop.Mode = JSRuntimeMode.Loose;

        // A machine that does much else at a time draws late; a test that fails waits for that once.
        DefaultWaitTimeout = TimeSpan.FromSeconds(30);
    }

    private protected TestApp App { get; }

    private protected DashboardState State { get; }

    /// <summary>Puts something into the state that only the state itself sets.</summary>
    private protected void Put(string property, object? value) =>
        typeof(DashboardState).GetProperty(property)!.SetValue(State, value);

    private protected void PutMarkets(params Core.Markets.Market[] markets) => Put(nameof(State.Markets), Dashboards.Views(markets));

    private protected void PutJob(JobView job)
    {
        Put(nameof(State.JobId), job.Job.Id);
        Put(nameof(State.Job), job);
    }

    /// <summary>Waits for what the state reads by itself, so that nothing replaces what the test sets.</summary>
    public async Task InitializeAsync()
    {
        await Eventually.IsTrueAsync(() => State is { Markets.Count: > 0, Purse: not null }, "the dashboard has begun");
        Render<MudPopoverProvider>();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await _scope.DisposeAsync();
        await DisposeAsync();
    }
}
