namespace Inbox.Benchmarks;

/// <summary>
/// What makes lists dear, and <c>seed</c> does not write: a confidential department that owns a good part of the cases, with
/// people named on some of them, agents who are away, cases that people follow, most of them closed, and tags. Running it
/// again changes nothing.
/// </summary>
internal static class Circumstances
{
    public static async Task ArrangeAsync(StatementCounts database)
    {
        foreach (var sql in (string[])
        [
            "UPDATE departments SET confidential = TRUE WHERE name = 'Billing'",
            """
            INSERT INTO case_readers (case_id, agent_id, at)
            SELECT c.id, a.id, now() FROM cases c JOIN departments d ON d.id = c.department_id AND d.confidential
            CROSS JOIN agents a WHERE c.id % 500 = 0 AND a.display_name = 'Ana Keller'
            ON CONFLICT DO NOTHING
            """,
            "UPDATE agents SET away_since = coalesce(away_since, now()) WHERE display_name IN ('Sam Porter', 'Hanna Okoro')",
            """
            INSERT INTO case_followers (case_id, agent_id, at)
            SELECT c.id, a.id, now() FROM cases c CROSS JOIN agents a WHERE c.id % 200 = 0 AND a.display_name IN ('Ana Keller', 'Idris Cole')
            ON CONFLICT DO NOTHING
            """,
            "VACUUM (ANALYZE) case_readers, case_followers",
        ])
        {
            await database.ExecuteAsync(sql);
        }
    }
}
