using Inbox.Core.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Inbox.Core.Intake;

/// <summary>The SQL by which raw messages are accepted: many in one statement, or one that is streamed.</summary>
public static class InboundInsert
{
    /// <summary>Bytes up to which a message is kept in memory.</summary>
    public const int SmallBytes = 1024 * 1024;

    private const string Many = """
        WITH input AS (
            SELECT * FROM unnest(@channels, @hashes, @versions, @imports, @types, @data)
                AS i (channel_id, external_hash, version, import, content_type, data)
        ), inserted AS (
            INSERT INTO inbound_deliveries (channel_id, external_hash, version, received_at, size, state, attempts, import, released)
            SELECT channel_id, external_hash, version, @now, length(data), 'Pending', 0, import, false FROM input
            ON CONFLICT (channel_id, external_hash, version) DO NOTHING
            RETURNING id, channel_id, external_hash, version
        ), raw AS (
            INSERT INTO inbound_raw (delivery_id, content_type, data)
            SELECT n.id, i.content_type, i.data FROM inserted n JOIN input i USING (channel_id, external_hash, version)
        )
        SELECT id, channel_id, external_hash, version FROM inserted
        """;

    private const string Known = """
        SELECT d.id, d.channel_id, d.external_hash, d.version
        FROM unnest(@channels, @hashes, @versions) AS i (channel_id, external_hash, version)
        JOIN inbound_deliveries d USING (channel_id, external_hash, version)
        """;

    /// <summary>Stores what is new and returns a receipt for each item, in their order. Runs in the caller's transaction, if there is one.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="items">At most <see cref="SmallBytes"/> each.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="inOrder">They are filed in the order given: an edit after its post. For what one node at a time brings.</param>
    public static async Task<IReadOnlyList<Receipt>> InsertAsync(
        NpgsqlConnection connection, IReadOnlyList<InboundItem> items, DateTimeOffset now, CancellationToken cancellationToken, bool inOrder = false)
    {
        // Sorted, so that two nodes that insert the same messages never wait for each other. An archive comes in the order
        // of its dates, which is the same for everybody too, and is filed in it.
        var distinct = items.DistinctBy(Key).ToList();
        if (!inOrder && !distinct.TrueForAll(i => i.Import))
        {
            distinct = [.. distinct.OrderBy(Key, StringComparer.Ordinal)];
        }

        var stored = new Dictionary<string, long>(StringComparer.Ordinal);
        await using (var insert = new NpgsqlCommand(Many, connection))
        {
            AddKeys(insert, distinct);
            insert.Parameters.AddWithValue("imports", distinct.Select(i => i.Import).ToArray());
            insert.Parameters.AddWithValue("types", distinct.Select(i => i.ContentType).ToArray());
            insert.Parameters.AddWithValue("data", NpgsqlDbType.Array | NpgsqlDbType.Bytea, distinct.Select(i => i.Content).ToArray());
            insert.Parameters.AddWithValue("now", now);
            await ReadAsync(insert, stored, cancellationToken);
        }

        var fresh = stored.Keys.ToHashSet(StringComparer.Ordinal);
        if (stored.Count < distinct.Count)
        {
            await using var known = new NpgsqlCommand(Known, connection);
            AddKeys(known, distinct);
            await ReadAsync(known, stored, cancellationToken);
        }

        return [.. items.Select(i => new Receipt(stored[Key(i)], !fresh.Remove(Key(i))))];
    }

    /// <summary>Stores one large message from a stream, in the caller's transaction.</summary>
    public static async Task<Receipt> InsertStreamAsync(
        NpgsqlConnection connection, long channelId, RawIdentity identity, Stream content, string contentType, bool import, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hash = ThreadHash.Of(identity.ExternalId);
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO inbound_deliveries (channel_id, external_hash, version, received_at, size, state, attempts, import, released)
            VALUES (@channel, @hash, @version, @now, @size, 'Pending', 0, @import, false)
            ON CONFLICT (channel_id, external_hash, version) DO NOTHING RETURNING id
            """, connection);
        insert.Parameters.AddWithValue("channel", channelId);
        insert.Parameters.AddWithValue("import", import);
        insert.Parameters.AddWithValue("hash", hash);
        insert.Parameters.AddWithValue("version", identity.Version);
        insert.Parameters.AddWithValue("now", now);
        insert.Parameters.AddWithValue("size", content.Length);
        if (await insert.ExecuteScalarAsync(cancellationToken) is not long id)
        {
            await using var known = new NpgsqlCommand("SELECT id FROM inbound_deliveries WHERE channel_id = $1 AND external_hash = $2 AND version = $3", connection);
            known.Parameters.Add(new() { Value = channelId });
            known.Parameters.Add(new() { Value = hash });
            known.Parameters.Add(new() { Value = identity.Version });
            return new Receipt((long)(await known.ExecuteScalarAsync(cancellationToken))!, Duplicate: true);
        }

        await using var raw = new NpgsqlCommand("INSERT INTO inbound_raw (delivery_id, content_type, data) VALUES ($1, $2, $3)", connection);
        raw.Parameters.Add(new() { Value = id });
        raw.Parameters.Add(new() { Value = contentType });
        raw.Parameters.Add(new() { Value = content, NpgsqlDbType = NpgsqlDbType.Bytea });
        await raw.ExecuteNonQueryAsync(cancellationToken);
        return new Receipt(id, Duplicate: false);
    }

    private static string Key(InboundItem item) => Key(item.ChannelId, item.ExternalHash, item.Identity.Version);

    private static string Key(long channelId, byte[] hash, byte[] version) =>
        string.Concat(channelId.ToString("D19", System.Globalization.CultureInfo.InvariantCulture), Convert.ToHexString(hash), Convert.ToHexString(version));

    private static void AddKeys(NpgsqlCommand command, List<InboundItem> items)
    {
        command.Parameters.AddWithValue("channels", items.Select(i => i.ChannelId).ToArray());
        command.Parameters.AddWithValue("hashes", NpgsqlDbType.Array | NpgsqlDbType.Bytea, items.Select(i => i.ExternalHash).ToArray());
        command.Parameters.AddWithValue("versions", NpgsqlDbType.Array | NpgsqlDbType.Bytea, items.Select(i => i.Identity.Version).ToArray());
    }

    private static async Task ReadAsync(NpgsqlCommand command, Dictionary<string, long> into, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            into.TryAdd(Key(reader.GetInt64(1), reader.GetFieldValue<byte[]>(2), reader.GetFieldValue<byte[]>(3)), reader.GetInt64(0));
        }
    }
}
