using Inbox.Core.Channels;
using Inbox.Shared;
using Npgsql;

namespace Inbox.Core.Intake;

/// <summary>The bytes of a raw message as they came: small ones in memory, large ones in a temporary file that goes with it.</summary>
public sealed class RawPayload : IDisposable
{
    private readonly IDisposable? _storage;

    private RawPayload(ReadOnlyMemory<byte> content, string contentType, IDisposable? storage = null) =>
        (Content, ContentType, _storage) = (content, contentType, storage);

    public ReadOnlyMemory<byte> Content { get; }

    public string ContentType { get; }

    /// <summary>The payload of a delivery; null when it is no longer kept.</summary>
    public static async Task<RawPayload?> ReadAsync(NpgsqlDataSource database, long deliveryId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT d.size, r.content_type, r.data FROM inbound_raw r JOIN inbound_deliveries d ON d.id = r.delivery_id WHERE r.delivery_id = $1");
        command.Parameters.Add(new() { Value = deliveryId });
        await using var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SequentialAccess, cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? await ReadAsync(reader, reader.GetInt64(0), typeColumn: 1, cancellationToken)
            : null;
    }

    /// <summary>The payload of the row a reader stands on: its type in one column and its data in the next.</summary>
    internal static async Task<RawPayload> ReadAsync(NpgsqlDataReader reader, long size, int typeColumn, CancellationToken cancellationToken)
    {
        var type = reader.GetString(typeColumn);
        if (size <= InboundInsert.SmallBytes)
        {
            return new RawPayload(await reader.GetFieldValueAsync<byte[]>(typeColumn + 1, cancellationToken), type);
        }

        await using var data = await reader.GetStreamAsync(typeColumn + 1, cancellationToken);
        var file = await MappedFile.OfAsync(default, data, cancellationToken);
        return new RawPayload(file.Memory, type, file);
    }

    /// <summary>What a channel reads of it.</summary>
    public RawMessage For(ClaimedDelivery delivery) => new(delivery.Id, Content, ContentType, delivery.ReceivedAt, delivery.Import);

    public void Dispose() => _storage?.Dispose();
}
