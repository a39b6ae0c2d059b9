using Npgsql;
using NpgsqlTypes;

namespace Inbox.Core.Channels.Links;

/// <summary>The SQL of <c>remote_items</c>: many rows in one statement.</summary>
internal static class RemoteItems
{
    private const string Upsert = """
        INSERT INTO remote_items (channel_id, epoch, number, delivery_id, state, problem, at)
        SELECT @channel, @epoch, i.number, i.delivery_id, i.state, i.problem, @now
        FROM unnest(@numbers, @deliveries, @states, @problems) AS i (number, delivery_id, state, problem)
        ON CONFLICT (channel_id, epoch, number) DO UPDATE
        SET delivery_id = excluded.delivery_id, state = excluded.state, problem = excluded.problem
        """;

    /// <summary>Numbers of an earlier epoch can never be named again.</summary>
    public static async Task ForgetOthersAsync(NpgsqlConnection connection, long channelId, long epoch, CancellationToken cancellationToken)
    {
        await using var delete = new NpgsqlCommand("DELETE FROM remote_items WHERE channel_id = $1 AND epoch <> $2", connection);
        delete.Parameters.Add(new() { Value = channelId });
        delete.Parameters.Add(new() { Value = epoch });
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task WriteAsync(
        NpgsqlConnection connection,
        long channelId,
        long epoch,
        IReadOnlyList<LinkItem> items,
        Dictionary<long, long> deliveries,
        RemoteState taken,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (items.Count == 0)
        {
            return;
        }

        await using var write = new NpgsqlCommand(Upsert, connection);
        write.Parameters.AddWithValue("channel", channelId);
        write.Parameters.AddWithValue("epoch", epoch);
        write.Parameters.AddWithValue("now", now);
        write.Parameters.AddWithValue("numbers", items.Select(i => i.Number).ToArray());
        write.Parameters.AddWithValue("deliveries", NpgsqlDbType.Array | NpgsqlDbType.Bigint, items.Select(i => deliveries.TryGetValue(i.Number, out var id) ? id : (long?)null).ToArray());
        write.Parameters.AddWithValue("states", items.Select(i => (i.Problem is null ? taken : RemoteState.Refused).ToString()).ToArray());
        write.Parameters.AddWithValue("problems", NpgsqlDbType.Array | NpgsqlDbType.Text, items.Select(i => i.Problem is null ? null : Words.Storable(i.Problem)).ToArray());
        await write.ExecuteNonQueryAsync(cancellationToken);
    }
}
