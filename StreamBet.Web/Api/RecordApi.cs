using StreamBet.Core.Receipts.Records;

namespace StreamBet.Web.Api;

/// <summary>/api/record: what all receipts add up to.</summary>
internal static class RecordApi
{
    public static void MapRecord(this RouteGroupBuilder api) =>
        api.MapGet("/record", ReadAsync).WithName("Record").WithSummary("How verdicts fared, counted from the receipts.")
            .Produces<object>();

    private static async Task<IResult> ReadAsync(RecordKeeper records, CancellationToken cancellationToken) =>
        TypedResults.Bytes((await records.ReadAsync(cancellationToken)).Json, "application/json");
}
