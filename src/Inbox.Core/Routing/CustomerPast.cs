using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Routing;

/// <summary>The cases that a customer has had, as far as rules may ask for them.</summary>
internal static class CustomerPast
{
    /// <summary>So many are looked at for each customer; rules cannot ask for more.</summary>
    public const int Most = 50;

    /// <summary>When the newest cases of each opened, newest first. Spam and what was joined to another case are none.</summary>
    public static async Task<Dictionary<long, List<DateTimeOffset>>> OfAsync(InboxDb db, IReadOnlyCollection<long> customerIds, CancellationToken cancellationToken)
    {
        var ids = customerIds.ToArray();
        var rows = await db.Database
            .SqlQuery<Row>($"""
                SELECT w.customer_id AS "CustomerId", c.opened_at AS "OpenedAt" FROM unnest({ids}) AS w (customer_id)
                CROSS JOIN LATERAL (
                    SELECT opened_at, id FROM cases
                    WHERE customer_id = w.customer_id AND status <> 'Spam' AND folded_into_id IS NULL
                    ORDER BY id DESC LIMIT {Most}) c
                ORDER BY w.customer_id, c.id DESC
                """)
            .ToListAsync(cancellationToken);
        return rows.GroupBy(r => r.CustomerId).ToDictionary(g => g.Key, g => g.Select(r => r.OpenedAt).ToList());
    }

    private sealed record Row(long CustomerId, DateTimeOffset OpenedAt);
}
