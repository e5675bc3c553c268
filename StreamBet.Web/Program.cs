using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using StreamBet.Core.Aws;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ContactSheets;
using StreamBet.Core.Ledger;
using StreamBet.Core.LocalFiles;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Accounts;
using StreamBet.Core.Markets.Retention;
using StreamBet.Core.Markets.Standings;
using StreamBet.Core.Media;
using StreamBet.Core.Media.Sample;
using StreamBet.Core.People;
using StreamBet.Core.People.Keys;
using StreamBet.Core.People.Sessions;
using StreamBet.Core.Persistence;
using StreamBet.Core.Receipts;
using StreamBet.Core.Receipts.Records;
using StreamBet.Core.Receipts.Standalone;
using StreamBet.Core.Redis;
using StreamBet.Core.Servers;
using StreamBet.Core.Vision;
using StreamBet.Core.Webhooks;
using StreamBet.Web;
using StreamBet.Web.Api;
using StreamBet.Web.Features.Account;
using StreamBet.Web.Features.Bets;
using StreamBet.Web.Features.Clips;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Features.Overlay;
using StreamBet.Web.Features.People;
using StreamBet.Web.Features.Receipts;
using StreamBet.Web.Features.Sharing;
using StreamBet.Web.Host;
using StreamBet.Web.Host.Backups;
using StreamBet.Web.Shared.State;

if (args is ["verify", .. var rest])
    return await VerifyCommand.RunAsync(rest, Console.Out, Console.Error, CancellationToken.None);
if (args is ["record", .. var options])
{
    await using var figures = Console.OpenStandardOutput();
    return await RecordCommand.RunAsync(options, Console.OpenStandardInput, figures, Console.Error, CancellationToken.None);
}

if (args is ["calibrate", .. var folders])
    return await CalibrateCommand.RunAsync(folders, Console.Out, Console.Error, CancellationToken.None);

if (args is ["keys", .. var asked])
    return await KeysCommand.RunAsync(asked, Console.Out, Console.Error, CancellationToken.None);

if (args is ["health", .. var address])
    return await HealthCommand.RunAsync(address, Console.Out, Console.Error, CancellationToken.None);

if (args is ["move", .. var ends])
    return await MoveCommand.RunAsync(ends, Console.Out, Console.Error, CancellationToken.None);

if (args is ["backup" or "restore", ..])
    return await BackupCommand.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);

try
{
    var builder = WebApplication.CreateBuilder(args);
    var (settings, aws) = builder.AddSettings();
    builder.AddTelemetry();
    builder.Services
        .AddSingleton(TimeProvider.System)
        .AddPersistence()
        .AddServers()
        .AddRedis(settings.Redis)
        .AddPeople()
        .AddSessions()
        .AddKeys()
        .AddClips()
        .AddContactSheets()
        .AddLedger()
        .AddReceipts()
        .AddRecords()
        .AddStandaloneVerdicts()
        .AddMarkets()
        .AddStandings()
        .AddRetention()
        .AddWebhooks()
        .AddAccounts()
        .AddLocalFiles()
        .AddMedia()
        .AddSampleClip()
        .AddVision()
        .AddAwsProvider(aws)
        .AddProxies()
        .AddIdentity()
        .AddRedisHost(settings)
        .AddApi()
        .AddTabState()
        .AddClipPages()
        .AddMarketPages()
        .AddBetsPage()
        .AddAccountPages()
        .AddPeoplePages()
        .AddReceiptPages()
        .AddOverlay()
        .AddSharing()
        .AddPages();

    var app = builder.Build();
    await app.PrepareDataAsync();
    app.UseProxies();
    app.UseSecurityHeaders();
    app.UseHeadRequests();
    app.UseApiErrors();
    app.UsePages();
    app.UseCors();
    app.UseIdentity();
    app.UseKnownCharsets();
    app.UseAntiforgery();
    app.MapIdentity();
    app.MapMetrics();
    app.MapApi();
    app.MapUploads();
    app.MapSample();
    app.MapAccount();
    app.MapOverlay();
    app.MapSharing();
    app.MapPages();
    await app.RunAsync();
    return Environment.ExitCode;
}
catch (OptionsValidationException wrong)
{
    await Console.Error.WriteLineAsync("StreamBet can't start because of its settings:");
    foreach (var mistake in wrong.Failures)
        await Console.Error.WriteLineAsync($"  {mistake}");
    return 1;
}
catch (IOException taken) when (taken.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync(
        $"StreamBet can't start: {taken.Message} Stop what listens there, or set another address in ASPNETCORE_URLS.");
    return 1;
}
