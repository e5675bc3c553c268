using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Persistence;

/// <summary>Carries texts between servers by PostgreSQL's LISTEN and NOTIFY, on connections of their own. A notification holds less
/// than 8,000 bytes, so a longer text is carried in parts.</summary>
internal sealed class PostgresLine(PostgresEngine engine, ThisServer self, TimeProvider time, ILogger<PostgresLine> logger)
    : QueuedLine(time, logger)
{
    /// <summary>The longest part of a text, in bytes.</summary>
    internal const int PartLength = 7_000;

    private const int Prefix = 39;
    private const string Name = "streambet";

    private readonly Dictionary<Guid, string> _unfinished = [];

    protected override async Task ListenAsync(Action listening, CancellationToken closing)
    {
        await using var connection = await engine.ConnectToHoldAsync(closing);
        connection.Notification += (_, notification) => HearPart(notification.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {Name}", connection))
            await listen.ExecuteNonQueryAsync(closing);
        _unfinished.Clear();
        listening();
        while (true)
            await connection.WaitAsync(closing);
    }

    protected override async Task SayAsync(IReadOnlyList<string> texts)
    {
        await using var connection = await engine.ConnectAsync(CancellationToken.None);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var part in texts.SelectMany(text => Split(self.Id, text)))
            batch.BatchCommands.Add(new($"SELECT pg_notify('{Name}', @part)") { Parameters = { new("part", part) } });
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>A text in parts, each with its sender, its number and, unless it is the last, a mark that more follow. PostgreSQL carries
    /// equal notifications of a transaction once: equal texts may be heard once, equal parts of a text differ by their numbers.</summary>
    internal static IEnumerable<string> Split(Guid sender, string text)
    {
        var (at, number) = (0, 0);
        do
        {
            var length = Math.Min(PartLength, text.Length - at);
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{sender:N}{number++:D6}{(at + length < text.Length ? '+' : '.')}{text.AsSpan(at, length)}");
            at += length;
        }
        while (at < text.Length);
    }

    /// <summary>Takes a part; those of one sender come in their order.</summary>
    internal void HearPart(string part)
    {
        if (part.Length < Prefix || !Guid.TryParseExact(part[..32], "N", out var sender) || sender == self.Id)
            return;
        var text = (_unfinished.Remove(sender, out var begun) ? begun : "") + part[Prefix..];
        if (part[Prefix - 1] == '+')
            _unfinished[sender] = text;
        else
            Hear(text);
    }
}
