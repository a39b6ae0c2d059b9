using System.Globalization;
using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Core.Requests;
using Inbox.Web.Access;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Settings.People;

/// <summary>One person: name, role, departments, password, and whether they are still here.</summary>
internal sealed class EditPage(InboxDb db, IMediator mediator, UserManager<Agent> users, ActorLookup actors, TimeProvider time) : InboxPage
{
    public long Id { get; private set; }

    public Fields Fields { get; private set; } = null!;

    public DateTimeOffset? DisabledAt { get; private set; }

    public WorkFields Work { get; private set; } = null!;

    public sealed record Form(string? Email, string? DisplayName, Role Role, long[]? DepartmentIds);

    /// <summary>How much they take, what they know, and whether they are here.</summary>
    public sealed record WorkFields(int? Capacity, string Skills, int Open, bool Away, DateTimeOffset? AwayUntil, bool NeedsApproval);

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellationToken)
    {
        var departments = await db.Departments.AsNoTracking().OrderBy(d => d.Name).ToListAsync(cancellationToken);
        var agent = await db.Users.AsNoTracking().Where(a => a.Id == id)
            .Select(a => new { a.DisplayName, a.Email, a.Role, a.DisabledAt, a.Capacity, a.Skills, a.AwaySince, a.AwayUntil, a.AnswersNeedApproval, Open = db.Cases.Count(c => c.IsOpen && c.AssigneeId == a.Id), Departments = a.Departments.Select(d => d.DepartmentId).ToList() })
            .SingleOrDefaultAsync(cancellationToken);
        if (agent is null)
        {
            return NotFound();
        }

        (Id, DisabledAt) = (id, agent.DisabledAt);
        Work = new WorkFields(agent.Capacity, string.Join(", ", agent.Skills), agent.Open, agent.AwaySince is not null && (agent.AwayUntil is null || agent.AwayUntil > time.GetUtcNow()), agent.AwayUntil, agent.AnswersNeedApproval);
        Fields = new Fields(agent.DisplayName, agent.Email!, agent.Role, agent.Departments, departments);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(long id, [FromForm] Form form, CancellationToken cancellationToken) =>
        SendAsync(id, new UpdateAgent.Command(id, form.Email ?? "", form.DisplayName ?? "", form.Role, form.DepartmentIds ?? [], Me), cancellationToken);

    public Task<IActionResult> OnPostWorkAsync(long id, string? capacity, string? skills, CancellationToken cancellationToken)
    {
        // What is no number is told by the same rule as a number out of bounds.
        var most = string.IsNullOrWhiteSpace(capacity) ? (int?)null : int.TryParse(capacity, CultureInfo.InvariantCulture, out var number) ? number : -1;
        return SendAsync(id, new SetCapacity.Command(id, most, Choices.Split(skills), Me), cancellationToken);
    }

    public Task<IActionResult> OnPostApprovalAsync(long id, bool needed, CancellationToken cancellationToken) =>
        SendAsync(id, new SetApproval.Command(id, needed, Me), cancellationToken);

    public Task<IActionResult> OnPostPresenceAsync(long id, bool away, CancellationToken cancellationToken) =>
        SendAsync(id, new SetPresence.Command(id, away, Until: null, Me), cancellationToken);

    public Task<IActionResult> OnPostPasswordAsync(long id, [FromForm] string? password, CancellationToken cancellationToken) =>
        SendAsync(id, new SetPassword.Command(id, password ?? "", new PasswordProof.Admin(), Me), cancellationToken);

    public Task<IActionResult> OnPostDisableAsync(long id, bool disabled, CancellationToken cancellationToken) =>
        SendAsync(id, new DisableAgent.Command(id, disabled, Me), cancellationToken);

    public async Task<IActionResult> OnPostLinkAsync(long id, CancellationToken cancellationToken) =>
        await db.Users.AnyAsync(a => a.Id == id && a.DisabledAt == null, cancellationToken)
            ? Partial("_PasswordLink", await PasswordLink.MakeAsync(users, id, Request))
            : NotFound();

    private async Task<IActionResult> SendAsync(long id, ICommand<Done> command, CancellationToken cancellationToken)
    {
        var done = await mediator.Send(command, cancellationToken);
        if (!done.IsOk)
        {
            return Refuse(done.Error);
        }

        actors.Forget(id);
        return this.GoTo("/settings/people");
    }
}
