using System.Globalization;
using System.Text.Json;
using Inbox.Core;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using Inbox.Core.Mentions;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Inbox.Web.Pages.Mentions;

/// <summary>What people say in public, and what we are doing about it.</summary>
public sealed class IndexModel(InboxDb db, IMediator mediator, Rulebook rulebook, ChannelKinds kinds, TimeProvider time) : InboxPage
{
    private const int MostExported = 10_000;
    private Rules _rules = null!;

    [BindProperty(SupportsGet = true)]
    public MentionFilter Show { get; set; }

    [BindProperty(SupportsGet = true)]
    public MentionSort Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Days { get; set; } = 7;

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public MentionCounts Counts { get; private set; } = null!;

    public IReadOnlyList<MentionRow> Rows { get; private set; } = [];

    public IReadOnlyList<MentionDay> ByDay { get; private set; } = [];

    public string? Next { get; private set; }

    /// <summary>Departments a case may be opened for.</summary>
    public IEnumerable<Department> Choices =>
        _rules.Departments.Values.Where(d => !Me.HiddenIds.Contains(d.Id)).OrderBy(d => d.Name, StringComparer.OrdinalIgnoreCase);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        var list = List();
        var found = await list.PageAsync(Show, Sort, Keyset.Parse(After), MentionList.PageSize + 1, cancellationToken);
        Rows = [.. found.Take(MentionList.PageSize)];
        Next = found.Count > MentionList.PageSize ? KeyOf(Rows[^1]).ToString() : null;
        if (After is not null && IsPart)
        {
            return Partial("_Rows", this);
        }

        Counts = await list.CountsAsync(cancellationToken);
        ByDay = await list.DaysAsync(await db.CompanyZoneAsync([.. _rules.Departments.Keys], cancellationToken), cancellationToken);
        return IsPart ? Partial("_Board", this) : Page();
    }

    public async Task<IActionResult> OnPostOpenAsync(long id, long? department, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        var opened = await mediator.Send(new OpenCaseFromMention.Command(id, department, Me), cancellationToken);
        if (!opened.IsOk)
        {
            return Refuse(opened.Error);
        }

        if (!IsPart)
        {
            return LocalRedirect(With());
        }

        Response.Headers["HX-Trigger"] = JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["inbox:say"] = $"{CaseNumber.Format(opened.Value)} is open and its clock runs." });
        return await List().RowAsync(id, cancellationToken) is { } row ? Partial("_Mention", View(row, previous: null)) : new NoContentResult();
    }

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        var rows = await List().PageAsync(Show, Sort, after: null, MostExported, cancellationToken);
        return Csv.File(
            $"mentions-{time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv",
            ["Received", "Channel", "Name", "Address", "Reach", "Subject", "Text", "Link", "Case", "Status", "Department", "Answered"],
            rows.Select(r => (IReadOnlyList<object?>)
            [
                r.At, _rules.Channels[r.ChannelId].Name, r.Name, r.Address, r.Reach, r.Subject, r.Text, r.Url,
                r.CaseId is { } c ? CaseNumber.Format(c) : "", r.Status?.ToString(), DepartmentOf(r)?.Name, r.Answered ? "yes" : "no",
            ]));
    }

    /// <summary>The address of this page with one thing changed.</summary>
    public string With(MentionFilter? show = null, MentionSort? sort = null, string? handler = null, string? after = null) =>
        Url.Page("/Mentions/Index", handler, new { show = show ?? Show, sort = sort ?? Sort, days = Days, after })!;

    public MentionView View(MentionRow row, MentionRow? previous) => new(
        row,
        kinds.Icon(_rules.Channels[row.ChannelId].Kind),
        _rules.Channels[row.ChannelId].Name,
        DepartmentOf(row),
        row.CaseId is not null && row.CaseId == previous?.CaseId,
        Choices);

    public string DaysJson()
    {
        var known = ByDay.ToDictionary(d => d.Date);
        var last = ByDay.Count == 0 ? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime) : ByDay.Max(d => d.Date);
        var days = Enumerable.Range(1 - Days, Days).Select(last.AddDays).Select(d => known.GetValueOrDefault(d, new MentionDay(d, 0, 0))).ToList();
        return JsonSerializer.Serialize(new
        {
            days = days.Select(d => d.Date.ToString(Days == 7 ? "ddd" : "d MMM", CultureInfo.InvariantCulture)),
            count = days.Select(d => d.Count),
            reach = days.Select(d => d.Reach),
        });
    }

    private bool IsPart => Request.Headers.ContainsKey("HX-Request");

    private Keyset KeyOf(MentionRow row) => Sort == MentionSort.Reach ? new Keyset(row.Reach, row.Id) : Keyset.Of(row.At, row.Id);

    private Department? DepartmentOf(MentionRow row) => row.DepartmentId is { } id ? _rules.Departments.GetValueOrDefault(id) : null;

    private MentionList List() => new(db, Me, time.Now().AddDays(-Days));

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        Days = Days == 28 ? 28 : 7;
        _rules = await rulebook.GetAsync(cancellationToken);
    }
}

/// <summary>One mention as it is shown.</summary>
public sealed record MentionView(MentionRow Row, string Icon, string Channel, Department? Department, bool SameCase, IEnumerable<Department> Choices);
