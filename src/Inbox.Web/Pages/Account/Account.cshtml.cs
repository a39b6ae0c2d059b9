using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Web.Access;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Account;

/// <summary>One's own name, password and theme.</summary>
internal sealed class AccountPage(InboxDb db, IMediator mediator, UserManager<Agent> users, SignInManager<Agent> door, ActorLookup actors) : InboxPage
{
    public string Email { get; private set; } = "";

    public string DisplayName => Me.Name;

    public IReadOnlyList<string> Departments { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Email = await db.Users.Where(a => a.Id == Me.AgentId).Select(a => a.Email!).SingleAsync(cancellationToken);
        Departments = await db.Departments.Where(d => Me.DepartmentIds.Contains(d.Id)).OrderBy(d => d.Name).Select(d => d.Name).ToListAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostNameAsync([FromForm] string? displayName, CancellationToken cancellationToken)
    {
        var renamed = await mediator.Send(new RenameMyself.Command(displayName ?? "", Me), cancellationToken);
        if (!renamed.IsOk)
        {
            return Refuse(renamed.Error);
        }

        actors.Forget(Me.AgentId!.Value);
        return this.GoTo("/account");
    }

    public async Task<IActionResult> OnPostPasswordAsync([FromForm] string? present, [FromForm] string? password, CancellationToken cancellationToken)
    {
        var id = Me.AgentId!.Value;
        var changed = await mediator.Send(new SetPassword.Command(id, password ?? "", new PasswordProof.Present(present ?? ""), Me), cancellationToken);
        if (!changed.IsOk)
        {
            return Refuse(changed.Error);
        }

        // The new password has ended every session; this one goes on.
        actors.Forget(id);
        await door.SignInAsync((await users.FindByIdAsync(id.ToString(System.Globalization.CultureInfo.InvariantCulture)))!, isPersistent: true);
        return this.Said("Your password is changed. Other places where you were signed in are signed out.");
    }
}
