using Inbox.Core;
using Inbox.Core.Channels;
using Inbox.Core.Customers;
using Inbox.Core.Data;
using Inbox.Core.Departments;
using Inbox.Core.Requests;
using Inbox.Web.Pages.Cases;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Inbox.Web.Pages.Customers;

/// <summary>A person: addresses, cases, household, and everything said.</summary>
public sealed class CustomerModel(InboxDb db, IMediator mediator, Rulebook rulebook, ChannelKinds kinds) : InboxPage
{
    private Rules _rules = null!;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>Goes on with the story before this message.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public Customer Customer { get; private set; } = null!;

    public IReadOnlyList<HandleRow> Handles { get; private set; } = [];

    public IReadOnlyList<CaseRow> Cases { get; private set; } = [];

    public IReadOnlyList<MemberRow> Household { get; private set; } = [];

    public IReadOnlyList<SaidRow> Said { get; private set; } = [];

    public long? Next { get; private set; }

    public bool MayEdit => Me.MayEditCustomers();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var story = new Story(db, Me);
        if (await story.CustomerAsync(Id, cancellationToken) is not { } customer)
        {
            return NotFound();
        }

        _rules = await rulebook.GetAsync(cancellationToken);
        Customer = customer;
        Handles = await story.HandlesAsync(Id, cancellationToken);
        Cases = await story.CasesAsync(Id, cancellationToken);
        var said = await story.MessagesAsync([.. Cases.Select(c => c.Id)], [.. Handles.Where(h => !h.Shared).Select(h => h.Id)], Before, cancellationToken);
        Said = [.. said.Take(Story.PageSize)];
        Next = said.Count > Story.PageSize ? Said[^1].Id : null;
        if (Before is not null && Request.Headers.ContainsKey("HX-Request"))
        {
            return Partial("_Said", this);
        }

        Household = await story.HouseholdAsync(customer, cancellationToken);
        return Page();
    }

    public Task<IActionResult> OnPostUpdateAsync(string? name, string? group, string? note, CancellationToken cancellationToken) =>
        ChangeAsync(new UpdateCustomer.Command(Id, name ?? "", group, note ?? "", Me), Id, cancellationToken);

    public Task<IActionResult> OnPostShareAsync(long handle, bool shared, CancellationToken cancellationToken) =>
        ChangeAsync(new ShareHandle.Command(Id, handle, shared, Me), Id, cancellationToken);

    public Task<IActionResult> OnPostReviveAsync(long handle, CancellationToken cancellationToken) =>
        ChangeAsync(new ReviveHandle.Command(Id, handle, Me), Id, cancellationToken);

    public Task<IActionResult> OnPostHouseholdAsync(long? other, CancellationToken cancellationToken) =>
        ChangeAsync(new SetHousehold.Command(Id, other, Me), Id, cancellationToken);

    public Task<IActionResult> OnPostMergeAsync(long other, CancellationToken cancellationToken) =>
        ChangeAsync(new MergeCustomers.Command(Id, other, Me), other, cancellationToken);

    public Department DepartmentOf(CaseRow row) => _rules.Departments[row.DepartmentId];

    public string IconOf(SaidRow row) => row.Direction == Core.Cases.Direction.Note ? "journal-text" : new ChannelIcons(kinds, _rules).Of(row.ChannelId);

    public string ChannelOf(SaidRow row) => _rules.Channels[row.ChannelId].Name;

    private async Task<IActionResult> ChangeAsync(ICommand<Done> command, long then, CancellationToken cancellationToken)
    {
        var done = await mediator.Send(command, cancellationToken);
        return done.IsOk ? this.GoTo($"/customers/{then}") : Refuse(done.Error);
    }
}
