using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Inbox.Core.Customers;

/// <summary>An address as a channel told it.</summary>
/// <param name="Shared">It stands for several people, so nothing is joined by it. Only read where nobody knows it yet.</param>
public sealed record Sender(string Kind, string Value, string Display, string Name, long Reach, bool Shared = false);

/// <summary>Finds the customers behind many addresses at once, and makes those that nobody knows yet.</summary>
internal static class CustomerMatcher
{
    /// <summary>One handle per distinct kind and value. Safe against others who add the same address meanwhile.</summary>
    public static async Task<Dictionary<(string Kind, string Value), Handle>> MatchAsync(
        this InboxDb db, IReadOnlyCollection<Sender> senders, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wanted = senders.DistinctBy(s => (s.Kind, s.Value)).OrderBy(s => s.Kind, StringComparer.Ordinal).ThenBy(s => s.Value, StringComparer.Ordinal).ToList();
        var found = await FindAsync(db, wanted, cancellationToken);
        var missing = wanted.Where(s => !found.ContainsKey((s.Kind, s.Value))).ToList();
        if (missing.Count > 0)
        {
            await AddAsync(db, missing, now, cancellationToken);
            foreach (var (key, handle) in await FindAsync(db, missing, cancellationToken))
            {
                found[key] = handle;
            }
        }

        return found;
    }

    private static async Task<Dictionary<(string Kind, string Value), Handle>> FindAsync(InboxDb db, List<Sender> senders, CancellationToken cancellationToken)
    {
        var kinds = senders.Select(s => s.Kind).ToArray();
        var values = senders.Select(s => s.Value).ToArray();
        var handles = await db.Handles
            .FromSql($"SELECT h.* FROM unnest({kinds}, {values}) AS i (kind, value) JOIN handles h USING (kind, value)")
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return handles.ToDictionary(h => (h.Kind, h.Value));
    }

    private static async Task AddAsync(InboxDb db, List<Sender> senders, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = await db.NextIdsAsync<Customer>(senders.Count, cancellationToken);
        var customers = senders.Select(s => new Customer
        {
            Id = ids.Dequeue(),
            Name = Words.Cut(s.Name.Length > 0 ? s.Name : s.Display, 200),
            CreatedAt = now,
        }).ToList();
        await db.CopyAsync(customers, cancellationToken);

        // Whoever was first keeps the address; the customer made in vain goes.
        await using var insert = new NpgsqlCommand(
            """
            WITH added AS (
                INSERT INTO handles (customer_id, kind, value, display, shared, reach)
                SELECT customer_id, kind, value, display, shared, reach
                FROM unnest(@customers, @kinds, @values, @displays, @shared, @reaches) AS i (customer_id, kind, value, display, shared, reach)
                ON CONFLICT (kind, value) DO NOTHING
                RETURNING customer_id
            )
            DELETE FROM customers WHERE id = ANY(@customers) AND id NOT IN (SELECT customer_id FROM added)
            """,
            (NpgsqlConnection)db.Database.GetDbConnection());
        insert.Parameters.AddWithValue("customers", customers.Select(c => c.Id).ToArray());
        insert.Parameters.AddWithValue("kinds", senders.Select(s => s.Kind).ToArray());
        insert.Parameters.AddWithValue("values", senders.Select(s => s.Value).ToArray());
        insert.Parameters.AddWithValue("displays", senders.Select(s => Words.Cut(s.Display, 400)).ToArray());
        insert.Parameters.AddWithValue("shared", senders.Select(s => s.Shared).ToArray());
        insert.Parameters.AddWithValue("reaches", NpgsqlDbType.Array | NpgsqlDbType.Bigint, senders.Select(s => s.Reach).ToArray());
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }
}
