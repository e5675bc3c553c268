using Microsoft.EntityFrameworkCore;
using StreamBet.Core.People;
using StreamBet.Core.People.Keys;

namespace StreamBet.Core.Persistence;

internal sealed class KeyStore(StreamBetDb db, Statements sql) : IKeyStore
{
    public async Task<PersonKey?> FindAsync(string id, CancellationToken cancellationToken) =>
        await db.Set<PersonKey>().FindAsync([id], cancellationToken);

    public void Add(PersonKey key) => db.Set<PersonKey>().Add(key);

    public async Task<IReadOnlyList<PersonKey>> OfAsync(string? personId, CancellationToken cancellationToken) =>
        await db.Set<PersonKey>()
            .Where(key => key.RevokedAt == null && (personId == null || key.PersonId == personId))
            .OrderBy(key => key.MadeAt).ThenBy(key => key.Id).ToListAsync(cancellationToken);

    public Task RevokeAllAsync(string personId, DateTimeOffset now, CancellationToken cancellationToken) => sql.RunAsync(
        "UPDATE api_keys SET RevokedAt = @now WHERE PersonId = @person AND RevokedAt IS NULL", cancellationToken,
        new("@now", now.UtcTicks), new("@person", personId));

    public Task<bool> HasOperatorAsync(string personId, CancellationToken cancellationToken) => db.Set<PersonKey>().AnyAsync(
        key => key.PersonId == personId && key.Role == Role.Operator && key.RevokedAt == null, cancellationToken);
}
