using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace StreamBet.Core.Persistence;

/// <summary>Keeps a PostgreSQL database that servers use from being restored or moved, and the other way round. The servers share
/// their claim. PostgreSQL releases it when its holder's connection ends, however it ends. A SQLite file is claimed with its
/// data directory.</summary>
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

    private bool _isShared;

    internal DatabaseClaim(DatabaseEngine engine, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<DatabaseClaim> logger)
    {
        _connection = engine.ClaimedConnection;
        (_lifetime, _time, _logger) = (lifetime, time, logger);
    }

    /// <summary>Takes the claim for one of the servers, until disposal.</summary>
    /// <exception cref="UnusableDatabaseException">The database is being restored or moved, or cannot be reached.</exception>
    public Task ShareAsync(CancellationToken cancellationToken) => TakeAsync(
        isShared: true, "The database is being restored or moved. Start the server once that is over.", cancellationToken);

    /// <summary>Takes the claim alone, until disposal.</summary>
    /// <exception cref="UnusableDatabaseException">A server uses the database, or it cannot be reached.</exception>
    public Task TakeAsync(CancellationToken cancellationToken) => TakeAsync(
        isShared: false, "A running StreamBet uses this database. Stop it, or name another database.", cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _holding;
        _gone.Dispose();
    }

    private async Task TakeAsync(bool isShared, string taken, CancellationToken cancellationToken)
    {
        if (_connection is null)
            return;
        _isShared = isShared;
        try
        {
            _holding = HoldAsync(
                await TryTakeAsync(cancellationToken) ?? throw new UnusableDatabaseException(taken));
        }
        catch (Exception exception) when (UnusableDatabaseException.Of(exception) is { } unusable)
        {
            throw unusable;
        }
    }

    private async Task<NpgsqlConnection?> TryTakeAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(_connection);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand(
                $"SELECT pg_try_advisory_lock{(_isShared ? "_shared" : "")}({Lock})", connection);
            if (await command.ExecuteScalarAsync(cancellationToken) is true)
                return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
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

    [LoggerMessage(170, LogLevel.Warning, "The connection to PostgreSQL that holds the claim on the database has ended. It is opened again.")]
    private static partial void LogLost(ILogger logger, Exception exception);

    [LoggerMessage(171, LogLevel.Critical, "The database is being restored or moved. This server is stopping.")]
    private static partial void LogTaken(ILogger logger);
}
