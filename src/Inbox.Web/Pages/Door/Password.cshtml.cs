using Inbox.Core.Access;
using Inbox.Web.Access;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Inbox.Web.Pages.Door;

/// <summary>Choosing a password by a one-time link. The token is a query, which is never logged.</summary>
[AllowAnonymous]
[EnableRateLimiting(AccessServices.DoorLimit)]
internal sealed class Password(IMediator mediator, UserManager<Agent> users, SignInManager<Agent> door) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Agent { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Token { get; set; } = "";

    public async Task<IActionResult> OnPostAsync([FromForm] string? newPassword, CancellationToken cancellationToken)
    {
        var set = await mediator.Send(new SetPassword.Command(Agent, newPassword ?? "", new PasswordProof.Link(Token), Actor.System), cancellationToken);
        if (!set.IsOk)
        {
            return this.Refusal(set.Error);
        }

        await door.SignInAsync((await users.FindByIdAsync(Agent.ToString(System.Globalization.CultureInfo.InvariantCulture)))!, isPersistent: true);
        return this.GoTo("/");
    }
}
