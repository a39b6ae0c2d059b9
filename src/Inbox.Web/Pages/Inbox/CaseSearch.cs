using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.AgentsPage;

/// <summary>Finds cases by words and operators. Full text comes from <c>message_search</c>, subjects and names by trigrams.</summary>
internal static class CaseSearch
{
    /// <summary>A search so wide that more messages match is answered from the newest.</summary>
    private const int MostMessages = 2000;

    /// <summary>Trigram indexes know nothing of shorter words, and a scan of all subjects is no answer.</summary>
    private const int ShortestPart = 3;

    public static IQueryable<Case> Matching(this InboxDb db, SearchWords search, Actor actor, Rules rules, DateTimeOffset now)
    {
        var found = (search.Text.Length == 0 ? db.Cases : db.WithWords(search.Text, actor)).VisibleTo(actor);
        if (search.OpenOnly)
        {
            found = found.Where(c => c.IsOpen);
        }

        if (search.Department is { } name)
        {
            var departments = rules.Departments.Values
                .Where(d => d.Key.Equals(name, StringComparison.OrdinalIgnoreCase) || d.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                .Select(d => d.Id).ToArray();
            found = found.Where(c => departments.Contains(c.DepartmentId));
        }

        if (search.From is { } from)
        {
            var part = Pattern(from);
            found = found.Where(c => db.Customers.Any(p => p.Id == c.CustomerId && EF.Functions.ILike(p.Name, part))
                || db.Handles.Any(h => h.CustomerId == c.CustomerId && EF.Functions.ILike(h.Value, part)));
        }

        return found.Narrowed(search, rules, now);
    }

    private static IQueryable<Case> Narrowed(this IQueryable<Case> found, SearchWords search, Rules rules, DateTimeOffset now)
    {
        if (search.Tag is { } tag)
        {
            // The index of tags holds the cases that have any. A tag of the list is written into the statement, as the list
            // spells it: how many cases have it decides how they are best found, and one plan for all tags is slow for most.
            var name = rules.Tags.Spelled([tag]).FirstOrDefault("");
            found = rules.Tags.Find(name) is null
                ? found.Where(c => c.Tags.Length > 0 && c.Tags.Contains(name))
                : found.Where(c => c.Tags.Length > 0 && c.Tags.Contains(EF.Constant(name)));
        }

        if (search.Status is { } status)
        {
            found = found.Where(c => c.Status == status);
        }

        if (search.MoreReachThan is { } reach)
        {
            found = found.Where(c => c.Reach > reach);
        }

        if (search.Late)
        {
            found = found.Where(c => c.IsOpen && c.NextDueAt <= now);
        }

        if (search.Waiting)
        {
            found = found.Where(c => c.IsOpen && (c.Status == CaseStatus.Waiting || c.Status == CaseStatus.OnHold));
        }

        if (search.PingPong)
        {
            found = found.Where(c => c.IsOpen && c.PingPong);
        }

        if (search.Snoozed)
        {
            found = found.Where(c => c.IsOpen && c.SnoozedUntil > now);
        }

        return search.Unassigned ? found.Where(c => c.IsOpen).Where(InboxView.Unlooked(rules.AwayAt(now))) : found;
    }

    private static IQueryable<Case> WithWords(this InboxDb db, string text, Actor actor)
    {
        // What a contractor may not read must not be found by them either.
        var outside = actor.External;
        if (text.Length < ShortestPart)
        {
            return db.Cases.FromSql($"""
                SELECT * FROM cases WHERE id IN (
                    SELECT s.case_id FROM message_search s
                    WHERE s.words @@ websearch_to_tsquery('simple', {text})
                        AND (NOT {outside} OR EXISTS (SELECT 1 FROM messages m WHERE m.id = s.message_id AND (m.direction <> 'Note' OR m.shared_outside)))
                    ORDER BY s.message_id DESC LIMIT {MostMessages})
                """);
        }

        var part = Pattern(text);
        return db.Cases.FromSql($"""
            SELECT * FROM cases WHERE id IN (
                (SELECT s.case_id FROM message_search s
                 WHERE s.words @@ websearch_to_tsquery('simple', {text})
                    AND (NOT {outside} OR EXISTS (SELECT 1 FROM messages m WHERE m.id = s.message_id AND (m.direction <> 'Note' OR m.shared_outside)))
                 ORDER BY s.message_id DESC LIMIT {MostMessages})
                UNION ALL (SELECT c.id FROM cases c WHERE c.subject ILIKE {part} ORDER BY c.id DESC LIMIT {MostMessages})
                UNION ALL (SELECT c.id FROM customers p JOIN cases c ON c.customer_id = p.id WHERE p.name ILIKE {part} LIMIT {MostMessages})
                UNION ALL (SELECT c.id FROM handles h JOIN cases c ON c.customer_id = h.customer_id WHERE h.value ILIKE {part} LIMIT {MostMessages}))
            """);
    }

    private static string Pattern(string text) =>
        "%" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
}
