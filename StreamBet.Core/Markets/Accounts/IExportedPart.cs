using System.Text.Json;

namespace StreamBet.Core.Markets.Accounts;

/// <summary>A part of a person's data that <see cref="AccountExport"/> writes out. The rooms that keep such data register theirs.</summary>
public interface IExportedPart
{
    /// <summary>Writes its members into the person's document.</summary>
    /// <param name="json">The document, within its object.</param>
    /// <param name="personId">The person.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task WriteAsync(Utf8JsonWriter json, string personId, CancellationToken cancellationToken);
}
