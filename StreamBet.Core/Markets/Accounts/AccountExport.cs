using System.Text.Json;
using StreamBet.Core.Access;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.People;
using StreamBet.Core.People.Keys;
using StreamBet.Core.People.Sessions;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets.Accounts;

/// <summary>Writes all that is kept of a person as one JSON document, page by page, so that memory does not grow with it and
/// a slow reader holds up no writer. One is written at a time: it reads through the whole ledger.</summary>
public sealed class AccountExport(
    IUnitOfWorkFactory work, Wallet wallet, IEnumerable<IExportedPart> parts, TimeProvider time) : IDisposable
{
    private const int PageSize = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Takes the turn to write one; it is given back when the result is disposed of.</summary>
    /// <exception cref="RefusedException">Another is being written (429).</exception>
    public IDisposable Begin() => _turn.Wait(0)
        ? new Turn(_turn)
        : throw new RefusedException(new Refusal(
            RefusalKind.TooMany, "export_busy", "The server is writing out another person's data. Try again in a moment.")
        { RetryAfter = TimeSpan.FromSeconds(10) });

    /// <summary>Writes the document; after 5 minutes it is broken off.</summary>
    /// <param name="person">Whose data.</param>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task WriteAsync(Caller person, Stream output, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var token = either.Token;
        await using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        await WritePersonAsync(json, person, token);
        await WritePagesAsync(json, "stakes", (unit, last) => StakesAsync(unit, person.Id, last, token), stake => stake.Id, WriteStake, token);
        await WritePagesAsync(
            json, "ledger", (unit, last) => unit.Ledger.LinesOfAsync(person.Id, last, PageSize, token), line => line.Id, WriteLine, token);
        await WritePagesAsync(
            json, "markets", (unit, last) => unit.Markets.HostedByAsync(person.Id, last, PageSize, token), market => market.Id, WriteMarket, token);
        await WriteJobsAsync(json, person.Id, token);
        foreach (var part in parts)
            await part.WriteAsync(json, person.Id, token);
        json.WriteEndObject();
        await json.FlushAsync(token);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    // Each page is a snapshot of its own: one over the whole document would keep the database's log from being emptied.
    private async Task WritePagesAsync<T>(
        Utf8JsonWriter json, string name, Func<IUnitOfWork, long, Task<IReadOnlyList<T>>> readAsync, Func<T, long> numberOf,
        Action<Utf8JsonWriter, T> write, CancellationToken cancellationToken)
    {
        json.WriteStartArray(name);
        for (var (last, isOver) = (0L, false); !isOver;)
        {
            IReadOnlyList<T> page;
            await using (var unit = await work.ReadAsync(cancellationToken))
                page = await readAsync(unit, last);
            foreach (var item in page)
            {
                write(json, item);
                last = numberOf(item);
            }

            isOver = page.Count < PageSize;
            await json.FlushAsync(cancellationToken);
        }

        json.WriteEndArray();
    }

    // Newest first: they are read by number downwards.
    private static Task<IReadOnlyList<Stake>> StakesAsync(
        IUnitOfWork unit, string personId, long last, CancellationToken cancellationToken) =>
        unit.Markets.StakesOfAsync(personId, last == 0 ? null : last, PageSize, cancellationToken);

    private async Task WritePersonAsync(Utf8JsonWriter json, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var person = await unit.People.FindAsync(caller.Id, cancellationToken);
        json.WriteString("id", caller.Id);
        json.WriteString("name", person?.Name ?? caller.Name);
        Write(json, "known_since", person?.CreatedAt);
        json.WriteString("written_at", time.GetUtcNow());
        json.WriteStartObject("balance");
        foreach (var currency in Enum.GetValues<Currency>())
        {
            json.WriteNumber(Word(currency), await wallet.BalanceAsync(unit, caller, currency, cancellationToken));
        }

        json.WriteEndObject();

        // A program with a key can't see what signs its owner in.
        if (!AccountAccess.MayManage(caller))
            return;
        json.WriteStartArray("sessions");
        foreach (var session in await unit.Sessions.OfAsync(caller.Id, PageSize, cancellationToken))
        {
            json.WriteStartObject();
            json.WriteString("id", session.Id);
            json.WriteString("made_at", session.MadeAt);
            json.WriteString("seen_at", session.SeenAt);
            json.WriteString("address", session.Address);
            json.WriteString("browser", session.Browser);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("keys");
        foreach (var key in await unit.Keys.OfAsync(caller.Id, cancellationToken))
        {
            json.WriteStartObject();
            json.WriteString("id", key.Id);
            json.WriteString("name", key.Name);
            json.WriteString("role", key.Role.ToString().ToLowerInvariant());
            json.WriteString("made_at", key.MadeAt);
            Write(json, "used_at", key.UsedAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private async Task WriteJobsAsync(Utf8JsonWriter json, string personId, CancellationToken cancellationToken)
    {
        IReadOnlyList<Guid> ids;
        await using (var reading = await work.ReadAsync(cancellationToken))
            ids = await reading.Jobs.IdsOfAsync(personId, cancellationToken);
        json.WriteStartArray("clips");
        foreach (var part in ids.Chunk(PageSize))
        {
            await using (var unit = await work.ReadAsync(cancellationToken))
            {
                foreach (var id in part)
                {
                    if (await unit.Jobs.FindAsync(id, cancellationToken) is { } job)
                        WriteJob(json, job);
                }
            }

            await json.FlushAsync(cancellationToken);
        }

        json.WriteEndArray();
    }

    private static void WriteStake(Utf8JsonWriter json, Stake stake)
    {
        json.WriteStartObject();
        json.WriteNumber("stake_id", stake.Id);
        json.WriteNumber("bet_id", stake.MarketId);
        json.WriteString("side", stake.Side.ToWord());
        json.WriteNumber("amount", stake.Amount);
        json.WriteString("placed_at", stake.PlacedAt);
        if (stake.Returned is { } returned)
            json.WriteNumber("returned", returned);
        else
            json.WriteNull("returned");
        json.WriteBoolean("withdrawn", stake.IsWithdrawn);
        json.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter json, LedgerLine line)
    {
        json.WriteStartObject();
        json.WriteNumber("entry", line.Id);
        json.WriteString("at", line.At);
        json.WriteString("currency", Word(line.Currency));
        json.WriteNumber("amount", line.Amount);
        json.WriteString("purpose", line.Purpose);
        json.WriteEndObject();
    }

    private static void WriteMarket(Utf8JsonWriter json, Market market)
    {
        json.WriteStartObject();
        json.WriteNumber("id", market.Id);
        json.WriteString("event", market.Event);
        json.WriteString("state", market.State.ToString().ToLowerInvariant());
        json.WriteString("outcome", market.Outcome?.ToWord());
        json.WriteString("opened_at", market.OpenedAt);
        Write(json, "ended_at", market.EndedAt);
        json.WriteEndObject();
    }

    private static void WriteJob(Utf8JsonWriter json, AnalysisJob job)
    {
        json.WriteStartObject();
        json.WriteString("job_id", job.Id);
        json.WriteString("name", job.FileName);
        json.WriteString("state", job.State.ToString().ToLowerInvariant());
        json.WriteString("created_at", job.CreatedAt);
        Write(json, "ended_at", job.EndedAt);
        json.WriteString("sha256", job.Sha256);
        if (job.Bytes is { } bytes)
            json.WriteNumber("bytes", bytes);
        else
            json.WriteNull("bytes");
        json.WriteStartArray("bet_ids");
        foreach (var marketId in job.MarketIds)
            json.WriteNumberValue(marketId);
        json.WriteEndArray();
        json.WriteString("criterion", job.Criterion?.ToSentence());
        json.WriteBoolean("share_frames", job.SharesFrames);
        Write(json, "forgotten_at", job.ForgottenAt);
        json.WriteString("error", job.Error);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value)
            json.WriteString(name, value);
        else
            json.WriteNull(name);
    }

    private static string Word(Currency currency) => currency == Currency.Credits ? "credits" : "practice";

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                turn.Release();
        }
    }
}
