using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Web.Access;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Inbox.Web.Pages.Door;

/// <summary>The first administrator of an empty database, by the one-time link that the start has printed.</summary>
[AllowAnonymous]
[EnableRateLimiting(AccessServices.DoorLimit)]
internal sealed class SetUpPage(InboxDb db, IMediator mediator, UserManager<Agent> users, SignInManager<Agent> door) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancellationToken) =>
        await SetUp.IsOpenAsync(db, token, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string token, [FromForm] Form form, CancellationToken cancellationToken)
    {
        var made = await mediator.Send(new SetUp.Command(token, form.Email ?? "", form.DisplayName ?? "", form.Password ?? ""), cancellationToken);
        if (!made.IsOk)
        {
            return this.Refusal(made.Error);
        }

        await door.SignInAsync((await users.FindByEmailAsync(form.Email!.Trim()))!, isPersistent: true);
        return this.GoTo("/");
    }

    public sealed record Form(string? Email, string? DisplayName, string? Password);
}
