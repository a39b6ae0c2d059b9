using System.Globalization;
using Inbox.Core.Data;
using Inbox.Core.Tags;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.Tags;

public sealed class IndexModel(IMediator mediator, InboxDb db) : SettingsPage(mediator)
{
    /// <summary>More than so many are not counted out: it takes longer, and tells no more.</summary>
    private const int CountedTo = 10_000;

    public bool OnlyFromList { get; private set; }

    public IReadOnlyList<Row> Listed { get; private set; } = [];

    public IReadOnlyList<Row> Unlisted { get; private set; } = [];

    public static string Counted(long count) => count > CountedTo ? $"{CountedTo:N0}+" : count.ToString("N0", CultureInfo.InvariantCulture);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        OnlyFromList = await db.Tagging.AnyAsync(t => t.OnlyFromList, cancellationToken);
        var rows = await db.Database.SqlQuery<Row>($"""
            SELECT t.id AS "Id", t.name AS "Name", t.description AS "Description", t.hue AS "Hue", t.archived AS "Archived",
                (SELECT count(*) FROM (SELECT FROM cases WHERE tags @> ARRAY[t.name] AND cardinality(tags) > 0 AND is_open LIMIT {CountedTo + 1}) c) AS "Open",
                (SELECT count(*) FROM (SELECT FROM cases WHERE tags @> ARRAY[t.name] AND cardinality(tags) > 0 LIMIT {CountedTo + 1}) c) AS "All"
            FROM tags t
            UNION ALL
            (SELECT 0, tag, '', 0, false, count(*), 0
            FROM cases, unnest(tags) AS tag
            WHERE is_open AND cardinality(tags) > 0 AND NOT EXISTS (SELECT FROM tags t WHERE t.key = lower(tag))
            GROUP BY tag ORDER BY count(*) DESC LIMIT 50)
            """).ToListAsync(cancellationToken);
        Listed = [.. rows.Where(r => r.Id > 0).OrderBy(r => r.Archived).ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase)];
        Unlisted = [.. rows.Where(r => r.Id == 0).OrderByDescending(r => r.Open)];
    }

    public Task<IActionResult> OnPostChooseAsync(bool onlyFromList, CancellationToken cancellationToken) =>
        DoAsync(new ChooseTagging.Command(onlyFromList, Me), () => Task.FromResult(this.Said(onlyFromList ? "Only tags of the list may be given now." : "Any tag may be given now.")), cancellationToken);

    public Task<IActionResult> OnPostMergeAsync(string? from, long into, CancellationToken cancellationToken) =>
        DoAsync(new MergeTags.Command(from ?? "", into, Me), () => Merged(from), cancellationToken);

    private Task<IActionResult> Merged(string? from)
    {
        Saved = $"“{from}” is merged. The cases follow in the background.";
        return Task.FromResult(GoTo("/settings/tags"));
    }

    public sealed record Row(long Id, string Name, string Description, int Hue, bool Archived, long Open, long All);
}
