using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Cases;
using Inbox.Core.Cases.Drafts;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using Inbox.Web.Access;
using Inbox.Web.Pages.Drafts;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Cases;

/// <summary>A case that begins with a message of ours.</summary>
[Authorize(Policies.Agents)]
internal sealed class NewModel(IMediator mediator, InboxDb db, Rulebook rulebook, ChannelKinds kinds) : InboxPage
{
    private const string ErrorHeader = "Inbox-Error";
    private Rules _rules = null!;

    public long? AgentId => Me.AgentId;

    public IReadOnlyList<Channel> Channels { get; private set; } = [];

    /// <summary>Those the agent works for: nobody writes in another's name.</summary>
    public IReadOnlyList<Department> Departments { get; private set; } = [];

    public IReadOnlyList<Offered> People { get; private set; } = [];

    public DraftView? Draft { get; private set; }

    public string SignatureOf(Department department) => _rules.Signature(department.Id, Me.AgentId);

    /// <param name="customer">To whom, when the page is opened from a customer's.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task OnGetAsync(long? customer, CancellationToken cancellationToken)
    {
        _rules = await rulebook.GetAsync(cancellationToken);
        Departments = [.. _rules.Departments.Values.Where(d => Me.Works(d.Id)).OrderBy(d => d.Name, StringComparer.OrdinalIgnoreCase)];
        Channels = [.. _rules.Channels.Values
            .Where(c => c.Enabled && kinds.Sender(c) is { Traits: { HandleKind: HandleKinds.Email, AnswersOver: null } } && (!Me.External || Me.Works(c.DepartmentId)))
            .OrderBy(c => Me.Departments.Contains(c.DepartmentId) ? 0 : 1).ThenBy(c => c.Name, StringComparer.OrdinalIgnoreCase)];
        Draft = await db.MyDraftAsync(caseId: null, DraftMode.New, Me, cancellationToken);
        People = await (
            from c in db.Customers.VisibleTo(Me, db.Cases)
            where c.Id == customer
            join h in db.Handles on c.Id equals h.CustomerId
            where h.Kind == HandleKinds.Email && h.DeadSince == null
            select new Offered(c.Name, h.Display)).ToListAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync([FromForm] SendForm form, long channel, long? department, CancellationToken cancellationToken)
    {
        var opened = await mediator.Send(
            new OpenOutboundCase.Command(channel, department, form.Subject ?? "", form.Text ?? "", form.To ?? [], form.Cc ?? [], form.Then, Me, form.Key)
            {
                Bcc = form.Bcc,
                Format = TextFormat.Markdown,
                DraftId = form.Draft,
            },
            cancellationToken);
        if (!opened.IsOk)
        {
            Response.Headers[ErrorHeader] = opened.Error.Code;
            return Refuse(opened.Error);
        }

        // The message stands on the case's page with its countdown and Undo.
        return new JsonResult(new { open = $"/cases/{CaseNumber.Format(opened.Value.CaseId)}" });
    }

    public sealed record Offered(string Name, string Address);
}
