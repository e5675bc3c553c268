using Microsoft.EntityFrameworkCore;
using StreamBet.Core.People.Sessions;

namespace StreamBet.Core.Persistence;

internal sealed class SessionStore(StreamBetDb db, Statements sql) : ISessionStore
{
    public async Task<Session?> FindAsync(string id, CancellationToken cancellationToken) =>
        await db.Set<Session>().FindAsync([id], cancellationToken);

    public void Add(Session session) => db.Set<Session>().Add(session);

    public async Task<IReadOnlyList<Session>> OfAsync(string personId, int count, CancellationToken cancellationToken) =>
        await db.Set<Session>().Where(session => session.PersonId == personId && session.RevokedAt == null)
            .OrderByDescending(session => session.SeenAt).ThenByDescending(session => session.MadeAt).Take(count)
            .ToListAsync(cancellationToken);

    public Task RevokeAllAsync(string personId, string? exceptId, DateTimeOffset now, CancellationToken cancellationToken) => sql.RunAsync(
        "UPDATE sessions SET RevokedAt = @now WHERE PersonId = @person AND RevokedAt IS NULL AND Id <> @except", cancellationToken,
        new("@now", now.UtcTicks), new("@person", personId), new("@except", exceptId ?? ""));

    public Task SweepAsync(DateTimeOffset before, CancellationToken cancellationToken) => sql.RunAsync(
        "DELETE FROM sessions WHERE SeenAt < @before AND (RevokedAt IS NULL OR RevokedAt < @before)", cancellationToken,
        new Value("@before", before.UtcTicks));

    public async Task<TransferCode?> FindCodeAsync(string hash, CancellationToken cancellationToken) =>
        await db.Set<TransferCode>().FindAsync([hash], cancellationToken);

    public async Task ReplaceCodeAsync(TransferCode code, CancellationToken cancellationToken)
    {
        await DropCodeAsync(code.PersonId, cancellationToken);
        db.Set<TransferCode>().Add(code);
    }

    public Task DropCodeAsync(string personId, CancellationToken cancellationToken) => sql.RunAsync(
        "DELETE FROM transfer_codes WHERE PersonId = @person", cancellationToken, new Value("@person", personId));
}
