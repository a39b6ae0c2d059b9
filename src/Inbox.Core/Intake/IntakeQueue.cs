using Inbox.Core.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Inbox.Core.Intake;

/// <summary>A delivery that this node has leased.</summary>
public sealed record ClaimedDelivery(long Id, long ChannelId, byte[] Version, DateTimeOffset ReceivedAt, long Size, int Attempts, bool Import, bool Released);

/// <summary>The SQL of the intake queue.</summary>
internal static class IntakeQueue
{
    /// <summary>Leases the oldest waiting rows. The attempt is counted before anything can crash on it.</summary>
    public static async Task<List<ClaimedDelivery>> ClaimAsync(NpgsqlDataSource database, int most, TimeSpan lease, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            WITH next AS (
                SELECT id FROM inbound_deliveries
                WHERE state = 'Pending' AND (lease_until IS NULL OR lease_until < $1)
                ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
            )
            UPDATE inbound_deliveries d SET attempts = attempts + 1, lease_until = $3
            FROM next WHERE d.id = next.id
            RETURNING d.id, d.channel_id, d.version, d.received_at, d.size, d.attempts, d.import, d.released
            """);
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = most });
        command.Parameters.Add(new() { Value = now + lease });
        var claimed = new List<ClaimedDelivery>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            claimed.Add(new ClaimedDelivery(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2), reader.GetFieldValue<DateTimeOffset>(3),
                reader.GetInt64(4), reader.GetInt32(5), reader.GetBoolean(6), reader.GetBoolean(7)));
        }

        claimed.Sort((a, b) => a.Id.CompareTo(b.Id));
        return claimed;
    }

    /// <summary>The payloads of these deliveries, by id. Large ones stream into files, so that memory holds none of them.</summary>
    public static async Task<Dictionary<long, RawPayload>> LoadAsync(NpgsqlDataSource database, IReadOnlyCollection<ClaimedDelivery> claimed, CancellationToken cancellationToken)
    {
        var sizes = claimed.ToDictionary(c => c.Id, c => c.Size);
        await using var command = database.CreateCommand("SELECT delivery_id, content_type, data FROM inbound_raw WHERE delivery_id = ANY($1)");
        command.Parameters.Add(new() { Value = sizes.Keys.ToArray() });
        var raw = new Dictionary<long, RawPayload>();
        await using var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SequentialAccess, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.GetInt64(0);
            raw[id] = await RawPayload.ReadAsync(reader, sizes[id], typeColumn: 1, cancellationToken);
        }

        return raw;
    }

    /// <summary>The row is tried again after a while; the reason is kept for the page.</summary>
    public static Task PostponeAsync(NpgsqlDataSource database, long id, DateTimeOffset until, string? error, bool countAttempt, CancellationToken cancellationToken) =>
        RunAsync(
            database,
            "UPDATE inbound_deliveries SET lease_until = $2, error = $3, attempts = attempts - $4 WHERE id = $1 AND state = 'Pending'",
            [id, until, (object?)error ?? DBNull.Value, countAttempt ? 0 : 1],
            cancellationToken);

    /// <summary>Nothing can be made of it without a person; the raw message stays.</summary>
    public static Task ParkAsync(NpgsqlDataSource database, long id, string error, CancellationToken cancellationToken) =>
        RunAsync(
            database,
            "UPDATE inbound_deliveries SET state = 'Parked', lease_until = NULL, error = $2 WHERE id = $1 AND state = 'Pending'",
            [id, error],
            cancellationToken);

    private static async Task RunAsync(NpgsqlDataSource database, string sql, object[] values, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value is DBNull ? new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Text } : new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
