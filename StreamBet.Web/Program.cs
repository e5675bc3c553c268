using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using StreamBet.Core.Analysis;
using StreamBet.Core.Markets;
using StreamBet.Core.Persistence;
using StreamBet.Core.Providers.Aws;
using StreamBet.Core.Providers.Embedded;
using StreamBet.Web.Api;
using StreamBet.Web.Components;
using StreamBet.Web.Identity;
using StreamBet.Web.Settings;
using StreamBet.Web.State;
using StreamBet.Web.Uploads;
using StreamBet.Web.Verify;

if (args is ["verify", .. var rest])
    return await VerifyCommand.RunAsync(rest, Console.Out, Console.Error, CancellationToken.None);

try
{
    var builder = WebApplication.CreateBuilder(args);
    var aws = builder.AddSettings();
    builder.Services
        .AddSingleton(TimeProvider.System)
        .AddPersistence()
        .AddAnalysis()
        .AddMarkets()
        .AddEmbeddedProvider()
        .AddAwsProvider(aws)
        .AddIdentity()
        .AddApi()
        .AddUploads()
        .AddDashboard()
        .AddPages();

    var app = builder.Build();
    await app.PrepareDataAsync();
    app.UseApiErrors();
    app.UsePages();
    app.UseCors();
    app.UseIdentity();
    app.UseAntiforgery();
    app.MapIdentity();
    app.MapApi();
    app.MapUploads();
    app.MapSample();
    app.MapPages();
    await app.RunAsync();
    return 0;
}
catch (OptionsValidationException wrong)
{
    await Console.Error.WriteLineAsync("StreamBet does not start, because of its settings:");
    foreach (var mistake in wrong.Failures)
        await Console.Error.WriteLineAsync($"  {mistake}");
    return 1;
}
catch (IOException taken) when (taken.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync(
        $"StreamBet does not start: {taken.Message} Stop what listens there, or choose another by ASPNETCORE_URLS.");
    return 1;
}
