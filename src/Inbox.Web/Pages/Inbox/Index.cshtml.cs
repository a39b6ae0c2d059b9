using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Web.Pages.Cases;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Inbox.Web.Pages.AgentsPage;

/// <summary>The agent's page: views, list, and the case that is open.</summary>
internal sealed partial class IndexModel(IMediator mediator, Rulebook rulebook, ChannelKinds kinds, TimeProvider time) : InboxPage
{
    /// <summary>A refresh asks for as much as is loaded, within reason; what lies further down refreshes when it is paged to again.</summary>
    private const int MostRows = 150;

    [BindProperty(SupportsGet = true, Name = "view")]
    public string? ViewKey { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    /// <summary>The number of the case that is open.</summary>
    [BindProperty(SupportsGet = true, Name = "case")]
    public string? CaseNumber { get; set; }

    public InboxView View { get; private set; } = InboxView.All;

    public ViewsColumn Views { get; private set; } = null!;

    public ListColumn List { get; private set; } = null!;

    public CasePanel? Panel { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var search = SearchWords.Parse(Q);
        if (search.Jump is { } number)
        {
            return RedirectToPage(new { view = ViewKey, sort = Sort, @case = Core.Cases.CaseNumber.Format(number) });
        }

        await ReadViewsAsync(cancellationToken);
        await ReadListAsync(search, after: null, CaseList.PageSize, cancellationToken);
        if (Core.Cases.CaseNumber.TryParse(CaseNumber, out var id))
        {
            Panel = await CasePanel.ReadAsync(id, Me, mediator, rulebook, kinds, time, cancellationToken);
        }

        return Page();
    }

    /// <summary>The views column alone, for live refreshes.</summary>
    public async Task<IActionResult> OnGetViewsAsync(CancellationToken cancellationToken)
    {
        await ReadViewsAsync(cancellationToken);
        return Partial("_Views", Views);
    }

    /// <summary>Rows alone: the next page, or again all that are loaded.</summary>
    public async Task<IActionResult> OnGetRowsAsync(string? after, int? rows, CancellationToken cancellationToken)
    {
        await ReadViewsAsync(cancellationToken);
        await ReadListAsync(SearchWords.Parse(Q), CaseList.Cursor.Parse(after), Math.Clamp(rows ?? CaseList.PageSize, 1, MostRows), cancellationToken);
        return Partial("_Rows", List);
    }

    private async Task ReadViewsAsync(CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        View = InboxView.Find(ViewKey, rules, Me);
        Views = new ViewsColumn(View, await mediator.Send(new ViewCounts.Query(Me), cancellationToken), [.. rules.Departments.Values.Where(d => Sees(d.Id)).OrderBy(d => d.Id)], Me);
    }

    private async Task ReadListAsync(SearchWords search, CaseList.Cursor? after, int rows, CancellationToken cancellationToken)
    {
        var rules = await rulebook.GetAsync(cancellationToken);
        // What may be closed has no due time to be ordered by.
        var newest = Sort is null ? !search.OpenOnly : Sort == "newest";
        List = new ListColumn(View, search, Q, Sort, newest, Views.Counts.Of(View).Number, rules, new ChannelIcons(kinds, rules), CaseNumber, time.Now(), Me);
        if (View == InboxView.Automatic && search.IsEmpty)
        {
            var page = await mediator.Send(new AutomaticList.Query(after, Me, rows), cancellationToken);
            List = List with { Automatic = page.Rows, Next = page.Next };
        }
        else if (View == InboxView.Tasks && search.IsEmpty)
        {
            var page = await mediator.Send(new TaskList.Query(after, Me, rows), cancellationToken);
            List = List with { Tasks = page.Rows, Next = page.Next };
        }
        else
        {
            var page = await mediator.Send(new CaseList.Query(View, search, newest, after, Me, rows), cancellationToken);
            List = List with { Cases = page.Rows, Next = page.Next };
        }
    }

    private bool Sees(long department) =>
        Me.External ? Me.Departments.Contains(department) : !Me.HiddenIds.Contains(department);
}
