using System.Globalization;
using Inbox.Core.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings;

/// <summary>The overview: every kind of setting, how many there are, and what needs a hand.</summary>
public sealed class IndexModel(IMediator mediator, InboxDb db, TimeProvider time) : SettingsPage(mediator)
{
    public IReadOnlyList<Card> Cards { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var week = time.GetUtcNow().AddDays(-7);
        var n = await db.Database.SqlQuery<Numbers>($"""
            SELECT (SELECT count(*) FROM departments) AS "Departments",
                   (SELECT count(*) FROM departments WHERE lead_id IS NULL) AS "Leaderless",
                   (SELECT count(*) FROM calendars) AS "Calendars",
                   (SELECT count(*) FROM channels) AS "Channels",
                   (SELECT count(*) FROM channels WHERE enabled AND (problem IS NOT NULL OR sending_problem IS NOT NULL)) AS "Broken",
                   (SELECT count(*) FROM routing_rules WHERE enabled) AS "Rules",
                   (SELECT count(*) FROM sla_policies WHERE enabled) AS "Policies",
                   (SELECT count(*) FROM tags WHERE NOT archived) AS "Tags",
                   (SELECT count(*) FROM canned_answers WHERE owner_id IS NULL) AS "Answers",
                   (SELECT count(*) FROM macros WHERE owner_id IS NULL) AS "Macros",
                   (SELECT count(*) FROM playbooks WHERE enabled) AS "Playbooks",
                   (SELECT count(*) FROM agents WHERE disabled_at IS NULL) AS "People",
                   (SELECT count(*) FROM api_tokens WHERE revoked_at IS NULL) AS "Tokens",
                   (SELECT count(*) FROM webhooks) AS "Webhooks",
                   (SELECT count(*) FROM webhooks WHERE fails_since IS NOT NULL) AS "Failing",
                   (SELECT count(*) FROM notice_mails WHERE created_at > {week} AND state IN ('Failed', 'Bounced')) AS "Lost"
            """).SingleAsync(cancellationToken);
        Cards =
        [
            new("Departments", "Who owns cases, and who leads", "/settings/departments", "diagram-3", Text(n.Departments), n.Leaderless == 0 ? null : $"{n.Leaderless} without a lead"),
            new("Calendars", "Working hours and holidays that clocks count by", "/settings/calendars", "calendar-week", Text(n.Calendars)),
            new("Channels", "Doors through which customers reach you", "/settings/channels", "door-open", Text(n.Channels), n.Broken == 0 ? null : $"{n.Broken} in trouble"),
            new("Routing", "Which department gets a new case", "/settings/routing", "signpost-split", Text(n.Rules)),
            new("Learning", "What past cases say of those that no rule fits", "/settings/routing/learning", "lightbulb", Count: null),
            new("Promises", "How soon you answer, and what happens when it gets late", "/settings/sla", "stopwatch", Text(n.Policies)),
            new("Webhooks", "Addresses that are called when it gets late", "/settings/webhooks", "broadcast", Text(n.Webhooks), n.Failing == 0 ? null : $"{n.Failing} in trouble"),
            new("Mail to your people", "By which channel notifications and escalations leave", "/settings/notices", "bell", Count: null, n.Lost == 0 ? null : $"{n.Lost} did not arrive this week"),
            new("Tags", "What cases are marked with, and in which colour", "/settings/tags", "tags", Text(n.Tags)),
            new("Canned answers", "Texts kept ready, with placeholders", "/settings/answers", "chat-square-text", Text(n.Answers)),
            new("Macros", "Several changes and a text, with one key", "/settings/macros", "lightning-charge", Text(n.Macros)),
            new("Playbooks", "Checklists that open on the cases that need them", "/settings/playbooks", "list-check", Text(n.Playbooks)),
            new("People", "Who may sign in, and what they may do", "/settings/people", "people", Text(n.People)),
            new("API tokens", "Programs that work with cases", "/settings/tokens", "key", Text(n.Tokens)),
        ];
    }

    private static string Text(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private sealed record Numbers(long Departments, long Leaderless, long Calendars, long Channels, long Broken, long Rules, long Policies, long Tags, long Answers, long Macros, long Playbooks, long People, long Tokens, long Lost, long Webhooks, long Failing);

    public sealed record Card(string Title, string Words, string Href, string Icon, string? Count, string? Problem = null);
}
