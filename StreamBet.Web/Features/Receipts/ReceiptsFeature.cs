namespace StreamBet.Web.Features.Receipts;

/// <summary>Registers the page that checks receipts.</summary>
internal static class ReceiptsFeature
{
    public static IServiceCollection AddReceiptPages(this IServiceCollection services) => services
        .AddSingleton<ReceiptDesk>()
        .AddScoped<ReceiptsState>();
}
