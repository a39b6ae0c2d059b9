using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Data;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

/// <summary>One case: on its own page, as the panel beside the list, and all that is done to it.</summary>
internal sealed partial class CaseModel(IMediator mediator, InboxDb db, Rulebook rulebook, ChannelKinds kinds, TimeProvider time) : InboxPage
{
    /// <summary>C-1042, or 1042.</summary>
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    public CasePanel Panel { get; private set; } = null!;

    private long Id => CaseNumber.TryParse(Number, out var id) ? id : 0;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is not { } panel)
        {
            return NotFound();
        }

        if (panel.Case.FoldedIntoId is { } target)
        {
            return RedirectToPage(new { number = CaseNumber.Format(target) });
        }

        Panel = panel;
        return Page();
    }

    public async Task<IActionResult> OnGetPanelAsync(CancellationToken cancellationToken) =>
        await ReadAsync(cancellationToken) is { } panel ? Partial("_Panel", panel) : NotFound();

    public async Task<IActionResult> OnGetEarlierAsync(long before, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new ReadCase.Query(Id, Me), cancellationToken) is not { } view)
        {
            return NotFound();
        }

        var rules = await rulebook.GetAsync(cancellationToken);
        var talk = await mediator.Send(new Conversation.Query(view.Case.Id, before, Me), cancellationToken);
        return Partial("_Stretch", new ThreadModel(view.Case, talk, rules, new ChannelIcons(kinds, rules), Me));
    }

    /// <summary>A message with quoted history and signature, as plain text.</summary>
    public async Task<IActionResult> OnGetWholeAsync(long message, CancellationToken cancellationToken)
    {
        var text = await db.Messages.VisibleTo(Me, db).Where(m => m.Id == message && m.CaseId == Id).Select(m => m.Text).FirstOrDefaultAsync(cancellationToken);
        return text is null ? NotFound() : Partial("_Whole", text);
    }

    /// <summary>Who may be given the case: read when the menu opens.</summary>
    public async Task<IActionResult> OnGetAssigneesAsync(CancellationToken cancellationToken)
    {
        var found = await db.Cases.VisibleTo(Me).Where(c => c.Id == Id).Select(c => new { c.DepartmentId, c.AssigneeId }).FirstOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return NotFound();
        }

        var agents = await db.Users
            .Where(a => a.DisabledAt == null && db.AgentDepartments.Any(d => d.AgentId == a.Id && d.DepartmentId == found.DepartmentId))
            .OrderBy(a => a.DisplayName)
            .Select(a => new AssigneeMenu.Entry(a.Id, a.DisplayName) { Open = db.Cases.Count(c => c.IsOpen && c.AssigneeId == a.Id), Capacity = a.Capacity })
            .ToListAsync(cancellationToken);
        return Partial("_Assignees", new AssigneeMenu(CaseNumber.Format(Id), found.AssigneeId, agents, await rulebook.GetAsync(cancellationToken), time.GetUtcNow(), Me));
    }

    private Task<CasePanel?> ReadAsync(CancellationToken cancellationToken) =>
        CasePanel.ReadAsync(Id, Me, mediator, rulebook, kinds, time, cancellationToken);
}

internal sealed record AssigneeMenu(string Number, long? Chosen, IReadOnlyList<AssigneeMenu.Entry> Agents, Rules Rules, DateTimeOffset Now, Actor Me)
{
    /// <summary>Leads of the department say whether somebody is here, where they have forgotten to.</summary>
    public bool MaySayWhoIsHere => Me.Role is Role.Admin or Role.Manager;

    public sealed record Entry(long Id, string Name)
    {
        /// <summary>Open cases of theirs, in any department.</summary>
        public int Open { get; init; }

        public int? Capacity { get; init; }
    }
}
