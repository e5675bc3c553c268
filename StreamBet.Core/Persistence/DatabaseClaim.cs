using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace StreamBet.Core.Persistence;

/// <summary>Keeps a second server from using the same PostgreSQL database: it would take the first server's uploads for broken off.
/// PostgreSQL releases the claim when the server's connection ends, however it ends. A SQLite file is claimed with its data
/// directory.</summary>
public sealed partial class DatabaseClaim : IAsyncDisposable
{
    // An advisory lock: "database" in ASCII.
    private const long Lock = 0x6461746162617365;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _gone = new();
    private readonly string? _connection;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly ILogger<DatabaseClaim> _logger;
    private Task _holding = Task.CompletedTask;

    // PostgreSQL's own id of the connection that holds the claim.
    private int? _process;

    internal DatabaseClaim(DatabaseEngine engine, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<DatabaseClaim> logger)
    {
        _connection = engine.ClaimedConnection;
        (_lifetime, _time, _logger) = (lifetime, time, logger);
    }

    /// <summary>Takes the claim, until disposal.</summary>
    /// <exception cref="UnusableDatabaseException">Another server holds it, or the database cannot be reached.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        if (_connection is null)
            return;
        try
        {
            _holding = HoldAsync(
                await TryTakeAsync(cancellationToken) ?? throw new UnusableDatabaseException(
                    "Another running StreamBet uses this database. Stop that one, or name another database."));
        }
        catch (Exception exception) when (UnusableDatabaseException.Of(exception) is { } unusable)
        {
            throw unusable;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _holding;
        _gone.Dispose();
    }

    private async Task<NpgsqlConnection?> TryTakeAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(_connection);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await EndOwnAsync(connection, cancellationToken);
            await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Lock})", connection);
            if (await command.ExecuteScalarAsync(cancellationToken) is true)
            {
                _process = connection.ProcessID;
                return connection;
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    // After a cut, PostgreSQL may take this server's old connection for alive for hours.
    private async Task EndOwnAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_process is not { } own)
            return;
        await using var command = new NpgsqlCommand(
            $"""
            SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
            WHERE locktype = 'advisory' AND classid = {Lock >> 32} AND objid = {Lock & uint.MaxValue} AND pid = {own}
            """,
            connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        _process = null;
    }

    // A restart of PostgreSQL ends the connection, and the claim with it.
    private async Task HoldAsync(NpgsqlConnection held)
    {
        var connection = held;
        while (!_gone.IsCancellationRequested)
        {
            try
            {
                // Nothing is ever said on it: this ends when the connection does.
                while (true)
                    await connection.WaitAsync(_gone.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception exception)
            {
                LogLost(_logger, exception);
            }

            await connection.DisposeAsync();
            if (await TakeAgainAsync() is not { } again)
                return;
            connection = again;
        }

        await connection.DisposeAsync();
    }

    private async Task<NpgsqlConnection?> TakeAgainAsync()
    {
        while (!_gone.IsCancellationRequested)
        {
            try
            {
                if (await TryTakeAsync(_gone.Token) is { } taken)
                    return taken;
                LogTaken(_logger);
                Environment.ExitCode = 1;
                _lifetime.StopApplication();
                return null;
            }
            catch (Exception exception) when (exception is OperationCanceledException || UnusableDatabaseException.Of(exception) is not null)
            {
                await Task.Delay(Pause, _time, _gone.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return null;
    }

    [LoggerMessage(170, LogLevel.Warning, "The connection to PostgreSQL that keeps other servers away has ended. It is opened again.")]
    private static partial void LogLost(ILogger logger, Exception exception);

    [LoggerMessage(171, LogLevel.Critical, "Another server has since taken this database. This server is stopping.")]
    private static partial void LogTaken(ILogger logger);
}
