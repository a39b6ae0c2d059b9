using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Web.Access;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Account;

/// <summary>One's own name, signature, password and theme.</summary>
internal sealed class AccountPage(InboxDb db, IMediator mediator, UserManager<Agent> users, SignInManager<Agent> door, ActorLookup actors, TimeProvider time) : InboxPage
{
    private const int StartOfDay = 7;

    public string Email { get; private set; } = "";

    public string DisplayName => Me.Name;

    public string Signature { get; private set; } = "";

    public IReadOnlyList<string> Departments { get; private set; } = [];

    public IReadOnlyList<Own> Answers { get; private set; } = [];

    public IReadOnlyList<Own> Macros { get; private set; } = [];

    public bool MayHaveMacros => !Me.External;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var me = await db.Users.Where(a => a.Id == Me.AgentId).Select(a => new { a.Email, a.Signature }).SingleAsync(cancellationToken);
        (Email, Signature) = (me.Email!, me.Signature);
        Departments = await db.Departments.Where(d => Me.DepartmentIds.Contains(d.Id)).OrderBy(d => d.Name).Select(d => d.Name).ToListAsync(cancellationToken);
        Answers = await db.CannedAnswers.Where(a => a.OwnerId == Me.AgentId).OrderBy(a => a.Title).Select(a => new Own(a.Id, a.Title)).ToListAsync(cancellationToken);
        Macros = await db.Macros.Where(m => m.OwnerId == Me.AgentId).OrderBy(m => m.Name).Select(m => new Own(m.Id, m.Name)).ToListAsync(cancellationToken);
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

    public async Task<IActionResult> OnPostSignatureAsync([FromForm] string? signature, CancellationToken cancellationToken)
    {
        var signed = await mediator.Send(new SetSignature.Command(signature ?? "", Me), cancellationToken);
        return signed.IsOk ? this.Said("Saved. It stands under your next answer.") : Refuse(signed.Error);
    }

    /// <summary>Here or not: one's own presence, or that of somebody one leads.</summary>
    /// <param name="agent">Null is oneself.</param>
    /// <param name="away">"false", or how long: "true", "hour", "tomorrow".</param>
    public async Task<IActionResult> OnPostPresenceAsync(long? agent, string? away, CancellationToken cancellationToken)
    {
        var id = agent ?? Me.AgentId ?? 0;
        var set = await mediator.Send(new SetPresence.Command(id, away != "false", await UntilAsync(away, cancellationToken), Me), cancellationToken);
        if (!set.IsOk)
        {
            return Refuse(set.Error);
        }

        if (id != Me.AgentId)
        {
            return new NoContentResult();
        }

        return Request.Headers.ContainsKey("HX-Request") ? Partial("_Me", Me) : this.GoTo("/account");
    }

    private async Task<DateTimeOffset?> UntilAsync(string? away, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        switch (away)
        {
            case "hour":
                return now.AddHours(1);
            case "tomorrow":
                var zone = new Core.Sla.WorkingTime(await db.CompanyZoneAsync(Me.DepartmentIds, cancellationToken), [], []);
                return zone.FromLocal(zone.ToLocal(now).Date.AddDays(1).AddHours(StartOfDay));
            default:
                return null;
        }
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

    public sealed record Own(long Id, string Name);
}
