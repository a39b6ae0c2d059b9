using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Inbox.Core.Data;

/// <summary>
/// Writes many new entities with COPY, from EF's own model, so that a column is named in one place only.
/// Keys that the database generates are left to it unless they are set. EF does not track the rows.
/// </summary>
internal static class BulkWriter
{
    public static async Task CopyAsync<T>(this InboxDb db, IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        if (rows.Count == 0)
        {
            return;
        }

        var columns = ColumnsOf(db.Model.FindEntityType(typeof(T))!, rows.First());
        var table = db.Model.FindEntityType(typeof(T))!.GetTableName();
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var copy = $"COPY {table} ({string.Join(", ", columns.Select(c => '"' + c.Name + '"'))}) FROM STDIN (FORMAT BINARY)";
        await using var writer = await connection.BeginBinaryImportAsync(copy, cancellationToken);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(cancellationToken);
            foreach (var column in columns)
            {
                if (column.Read(row) is { } value)
                {
                    await writer.WriteAsync(value, column.Type, cancellationToken);
                }
                else
                {
                    await writer.WriteNullAsync(cancellationToken);
                }
            }
        }

        await writer.CompleteAsync(cancellationToken);
    }

    /// <summary>Takes as many new numbers as asked for, for rows that refer to each other.</summary>
    public static async Task<Queue<long>> NextIdsAsync<T>(this InboxDb db, int count, CancellationToken cancellationToken)
        where T : class
    {
        if (count == 0)
        {
            return new Queue<long>();
        }

        var table = db.Model.FindEntityType(typeof(T))!.GetTableName();
        return new Queue<long>(await db.Database
            .SqlQuery<long[]>($"SELECT array_agg(nextval(s.name)) AS \"Value\" FROM (SELECT pg_get_serial_sequence({table}, 'id')::regclass AS name OFFSET 0) AS s, generate_series(1, {count})")
            .SingleAsync(cancellationToken));
    }

    private static List<Column> ColumnsOf(IEntityType entity, object first)
    {
        var columns = new List<Column>();
        foreach (var property in entity.GetProperties())
        {
            var getter = property.GetGetter();
            if (property.ValueGenerated == ValueGenerated.OnAdd && getter.GetClrValue(first) is 0L)
            {
                continue;
            }

            var convert = property.GetTypeMapping().Converter?.ConvertToProvider;
            columns.Add(new Column(
                property.GetColumnName(),
                property.GetColumnType(),
                row => getter.GetClrValue(row) is { } value ? (convert is null ? value : convert(value)) : null));
        }

        return columns;
    }

    private sealed record Column(string Name, string Type, Func<object, object?> Read);
}
