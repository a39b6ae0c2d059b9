using Inbox.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Core.Tags;

/// <summary>Where settings name a tag. They are few, and changed by one admin at a time, so all are read.</summary>
internal sealed class TagUses(InboxDb db)
{
    /// <summary>Who names the tag, in words.</summary>
    public async Task<List<string>> OfAsync(string name, CancellationToken cancellationToken) =>
    [
        .. (await db.RoutingRules.ToListAsync(cancellationToken)).Where(r => Has(r.Tags, name)).Select(r => $"the rule “{r.Name}”"),
        .. (await db.SlaPolicies.ToListAsync(cancellationToken)).Where(p => Is(p.Tag, name)).Select(p => $"the policy “{p.Name}”"),
        .. (await db.Macros.ToListAsync(cancellationToken)).Where(m => Has(m.Actions.AddTags, name) || Has(m.Actions.RemoveTags, name)).Select(m => $"the macro “{m.Name}”"),
        .. (await db.Playbooks.ToListAsync(cancellationToken)).Where(p => Is(p.Tag, name)).Select(p => $"the playbook “{p.Name}”"),
    ];

    /// <summary>Every setting says the new name; the caller saves.</summary>
    public async Task ReplaceAsync(string from, string to, CancellationToken cancellationToken)
    {
        foreach (var rule in await db.RoutingRules.ToListAsync(cancellationToken))
        {
            rule.Tags = With(rule.Tags, from, to);
        }

        foreach (var policy in (await db.SlaPolicies.ToListAsync(cancellationToken)).Where(p => Is(p.Tag, from)))
        {
            policy.Tag = to;
        }

        foreach (var macro in await db.Macros.ToListAsync(cancellationToken))
        {
            macro.Actions = macro.Actions with { AddTags = With(macro.Actions.AddTags, from, to), RemoveTags = With(macro.Actions.RemoveTags, from, to) };
        }

        foreach (var playbook in (await db.Playbooks.ToListAsync(cancellationToken)).Where(p => Is(p.Tag, from)))
        {
            playbook.Tag = to;
        }
    }

    private static bool Is(string? tag, string name) => string.Equals(tag, name, StringComparison.OrdinalIgnoreCase);

    private static bool Has(IEnumerable<string> tags, string name) => tags.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string[] With(string[] tags, string from, string to) =>
        Has(tags, from) ? [.. tags.Select(t => Is(t, from) ? to : t).Distinct(StringComparer.OrdinalIgnoreCase)] : tags;
}

internal static class TagQueries
{
    /// <summary>The tag of the list with this name, whatever its case.</summary>
    public static Task<Tag?> TagNamedAsync(this InboxDb db, string name, CancellationToken cancellationToken)
    {
        var key = name.ToLowerInvariant();
        return db.Tags.FirstOrDefaultAsync(t => t.Key == key, cancellationToken);
    }
}
