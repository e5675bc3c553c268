using Npgsql;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Persistence;

/// <summary>The roll in a table that the engine makes. It takes part in no transaction: a server beats also while another one
/// settles a million stakes.</summary>
internal sealed class PostgresRoll(PostgresEngine engine) : IServerRoll
{
    /// <summary>Makes the table. It is no part of the model: a copy of the database holds no servers.</summary>
    public const string Table =
        """
        CREATE UNLOGGED TABLE IF NOT EXISTS servers (
            id uuid PRIMARY KEY, key_id text NOT NULL, started_at timestamptz NOT NULL, seen_at timestamptz NOT NULL)
        """;

    public bool IsShared => true;

    public async Task<IReadOnlyList<RolledServer>> BeatAsync(ThisServer server, CancellationToken cancellationToken)
    {
        await using var connection = await engine.ConnectAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(
                    """
                    INSERT INTO servers VALUES (@id, @key, clock_timestamp(), clock_timestamp())
                    ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp()
                    """)
                { Parameters = { new("id", server.Id), new("key", server.KeyId) } },
                new(
                    """
                    SELECT id, key_id, EXTRACT(EPOCH FROM clock_timestamp() - seen_at)::float8 FROM servers ORDER BY started_at, id
                    """),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var servers = new List<RolledServer>();
        while (await rows.ReadAsync(cancellationToken))
            servers.Add(new(rows.GetGuid(0), rows.GetString(1), TimeSpan.FromSeconds(rows.GetDouble(2))));
        return servers;
    }

    public async Task StrikeAsync(IReadOnlyCollection<Guid> ids, TimeSpan silentFor, CancellationToken cancellationToken)
    {
        await using var connection = await engine.ConnectAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "DELETE FROM servers WHERE id = ANY(@ids) AND seen_at <= clock_timestamp() - @silent", connection)
        {
            Parameters = { new("ids", ids.ToArray()), new("silent", silentFor) },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
