using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Routing.Learning;

/// <summary>The cases that the classifier learns from, newest first: those whose first word was a person's, and of which somebody took care.</summary>
internal static class PastCases
{
    public const int Most = 50_000;

    /// <summary>64 MB of features, whatever people write.</summary>
    private const int MostFeatures = 16_000_000;

    private sealed record Row(long DepartmentId, string Subject, string Text, bool Corrected);

    /// <param name="db">Read as a stream: the texts are never in memory together.</param>
    /// <param name="departments">Whose cases.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<List<Lesson>> ReadAsync(InboxDb db, long[] departments, CancellationToken cancellationToken)
    {
        // A case that lies in a department untouched, or that was only read there, tells nothing about where it belongs.
        var rows = db.Database.SqlQuery<Row>(
            $"""
            SELECT c.department_id AS "DepartmentId", m.subject AS "Subject", left(m.reply_text, {TextFeatures.ReadsUpTo}) AS "Text", c.corrected AS "Corrected"
            FROM (
                SELECT c.id, c.department_id, k.case_id IS NOT NULL AS corrected
                FROM cases c LEFT JOIN routing_corrections k ON k.case_id = c.id
                WHERE c.touched_by_person AND (c.last_answer_at IS NOT NULL OR c.resolved_at IS NOT NULL OR k.case_id IS NOT NULL)
                    AND c.status <> 'Spam' AND c.folded_into_id IS NULL AND c.department_id = ANY({departments})
                ORDER BY c.id DESC LIMIT {Most}
            ) c
            CROSS JOIN LATERAL (
                SELECT direction, automatic, subject, reply_text FROM messages WHERE case_id = c.id AND direction <> 'Note' ORDER BY id LIMIT 1
            ) m
            WHERE m.direction = 'Inbound' AND m.automatic = 'None'
            """).AsAsyncEnumerable();
        var (lessons, features) = (new List<Lesson>(), 0);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            var lesson = Lesson.Of(row.Subject, row.Text, row.DepartmentId, row.Corrected);
            if (lesson.Features.Length > 0 && (features += lesson.Features.Length) <= MostFeatures)
            {
                lessons.Add(lesson);
            }
        }

        return lessons;
    }
}
