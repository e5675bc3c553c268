using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Markets.Answers;

namespace StreamBet.Core.Persistence;

internal sealed class AnswerStore(StreamBetDb db, Statements sql) : IAnswerStore
{
    public Task<KeptAnswer?> FindAsync(string personId, string key, DateTimeOffset expired, CancellationToken cancellationToken) =>
        db.Set<KeptAnswer>().FirstOrDefaultAsync(
            answer => answer.PersonId == personId && answer.Key == key && answer.KeptAt > expired, cancellationToken);

    public async Task KeepAsync(KeptAnswer answer, DateTimeOffset expired, CancellationToken cancellationToken)
    {
        var written = await sql.RunAsync(
            """
            INSERT INTO kept_answers (PersonId, Key, Digest, Location, Body, KeptAt) VALUES (@person, @key, @digest, @location, @body, @at)
            ON CONFLICT (PersonId, Key) DO UPDATE
            SET Digest = excluded.Digest, Location = excluded.Location, Body = excluded.Body, KeptAt = excluded.KeptAt
            WHERE kept_answers.KeptAt <= @expired
            """,
            cancellationToken,
            new("@person", answer.PersonId), new("@key", answer.Key), new("@digest", answer.Digest), new("@location", answer.Location),
            new("@body", answer.Body), new("@at", answer.KeptAt.UtcTicks), new("@expired", expired.UtcTicks));
        if (written == 0)
            throw new InvalidOperationException("An idempotency key was answered before.");
    }

    public Task<int> SweepAsync(DateTimeOffset expired, int count, CancellationToken cancellationToken) => sql.RunAsync(
        """
        DELETE FROM kept_answers
        WHERE (PersonId, Key) IN (SELECT PersonId, Key FROM kept_answers WHERE KeptAt <= @expired LIMIT @count)
        """,
        cancellationToken, new("@expired", expired.UtcTicks), new("@count", count));

    public Task DropAsync(string personId, CancellationToken cancellationToken) => sql.RunAsync(
        "DELETE FROM kept_answers WHERE PersonId = @person", cancellationToken, new Value("@person", personId));
}
