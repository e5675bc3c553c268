using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;
using MudBlazor.Services;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Account;
using StreamBet.Web.Features.Bets;
using StreamBet.Web.Features.Clips;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Features.People;
using StreamBet.Web.Features.Receipts;
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
public abstract class ComponentTest : BunitContext, IClassFixture<RunningApp>, IAsyncLifetime
{
    private readonly AsyncServiceScope _scope;

    /// <summary>Begins a tab.</summary>
    /// <param name="running">The application.</param>
    /// <param name="visitor">Whose tab it is; Ada's, a guest, if null.</param>
    protected ComponentTest(RunningApp running, Caller? visitor = null)
    {
        App = running.App;
        _scope = App.Services.CreateAsyncScope();
        var services = _scope.ServiceProvider;
        Tab = services.GetRequiredService<TabSession>();
        Account = services.GetRequiredService<AccountState>();
        State = services.GetRequiredService<DashboardState>();
        Tab.Begin(visitor ?? Dashboards.Ada);
        Account.Begin();
        State.Begin();
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        Problems = services.GetRequiredService<ProblemList>();
        Services.AddSingleton(Tab);
        Services.AddSingleton(Account);
        Services.AddSingleton(State);
        Services.AddSingleton(Actions = services.GetRequiredService<MarketsState>());
        Services.AddSingleton(Book = services.GetRequiredService<AccountBook>());
        Services.AddSingleton(services.GetRequiredService<AccountSafety>());
        Services.AddSingleton(services.GetRequiredService<MarketDrafts>());
        Services.AddSingleton(services.GetRequiredService<StakeBooks>());
        Services.AddSingleton(services.GetRequiredService<OwnClips>());
        Services.AddSingleton(services.GetRequiredService<PeopleState>());
        Services.AddSingleton(Receipts = services.GetRequiredService<ReceiptsState>());
        Services.AddSingleton(_scope.ServiceProvider.GetRequiredService<TabConnection>());
        Services.AddSingleton(App.Services.GetRequiredService<IOptions<StreamBetOptions>>());
        Services.AddSingleton(App.Services.GetRequiredService<IClipAnalyzer>());
        Services.AddSingleton(App.Services.GetRequiredService<MarketResolution>());
        JSInterop.Mode = JSRuntimeMode.Loose;

        // A machine that does much else at a time draws late; a test that fails waits for that once.
        DefaultWaitTimeout = TimeSpan.FromSeconds(30);
    }

    private protected TestApp App { get; }

    private protected TabSession Tab { get; }

    private protected AccountState Account { get; }

    private protected DashboardState State { get; }

    private protected ProblemList Problems { get; }

    private protected MarketsState Actions { get; }

    private protected AccountBook Book { get; }

    private protected ReceiptsState Receipts { get; }

    /// <summary>Puts something into the state that only the state itself sets.</summary>
    private protected void Put(string property, object? value) =>
        typeof(DashboardState).GetProperty(property)!.SetValue(State, value);

    /// <summary>Lets the person have these stakes.</summary>
    private protected void PutStakes(params Stake[] stakes) =>
        typeof(AccountState).GetProperty(nameof(Account.Holdings))!.SetValue(Account, Dashboards.Holdings(stakes));

    private protected void PutMarkets(params Core.Markets.Market[] markets) => Put(nameof(State.Markets), Dashboards.Views(markets));

    private protected void PutJob(JobView job)
    {
        Put(nameof(State.JobId), job.Job.Id);
        Put(nameof(State.Job), job);
    }

    /// <summary>Waits for what the state reads by itself, so that nothing replaces what the test sets.</summary>
    public async Task InitializeAsync()
    {
        await Eventually.IsTrueAsync(() => State.Markets.Count > 0 && Account.Holdings is not null, "the dashboard has begun");
        Render<MudPopoverProvider>();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await _scope.DisposeAsync();
        await DisposeAsync();
    }
}
