using System.ComponentModel.DataAnnotations;
using Inbox.Core.Access;
using Inbox.Core.Data;
using Inbox.Web.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace Inbox.Web.Pages.Door;

/// <summary>The door of people: mail address and password; on the machine itself also the accounts of the demo company.</summary>
[AllowAnonymous]
[EnableRateLimiting(AccessServices.DoorLimit)]
internal sealed class SignIn(InboxDb db, UserManager<Agent> users, SignInManager<Agent> door) : PageModel
{
    private const string DemoEnding = "@demo.inbox";
    private const string Refused = "This address and password do not belong together.";

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    [Required(ErrorMessage = "Type your mail address.")]
    [StringLength(254)]
    public string? Email { get; set; }

    [BindProperty]
    [Required(ErrorMessage = "Type your password.")]
    [StringLength(200)]
    public string? Password { get; set; }

    public IReadOnlyList<DemoAccount> Demo { get; private set; } = [];

    public sealed record DemoAccount(long Id, string Name, Role Role, bool Outside);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (HttpContext.Features.Get<Actor>() is not null)
        {
            return Home();
        }

        await LoadDemoAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (ModelState.IsValid)
        {
            var agent = await users.FindByNameAsync(Email!.Trim());
            var result = agent is null ? Unknown(Password!) : await door.PasswordSignInAsync(agent, Password!, isPersistent: true, lockoutOnFailure: true);
            if (result.Succeeded)
            {
                return Home();
            }

            ModelState.AddModelError("", result.IsLockedOut
                ? "Too many wrong passwords: this account is locked for ten minutes."
                : Refused);
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await LoadDemoAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostDemoAsync(long id, CancellationToken cancellationToken)
    {
        if (!HttpContext.IsLoopback())
        {
            return NotFound();
        }

        if (await DemoAgents().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } agent)
        {
            return NotFound();
        }

        await door.SignInAsync(agent, isPersistent: false);
        return Home();
    }

    private IQueryable<Agent> DemoAgents() => db.Users.Where(a => a.Email!.EndsWith(DemoEnding) && a.DisabledAt == null);

    private async Task LoadDemoAsync(CancellationToken cancellationToken)
    {
        if (HttpContext.IsLoopback())
        {
            Demo = await DemoAgents().OrderBy(a => a.Id)
                .Select(a => new DemoAccount(a.Id, a.DisplayName, a.Role, a.Departments.Count > 0 && a.Departments.All(d => db.Departments.Any(x => x.Id == d.DepartmentId && x.External))))
                .ToListAsync(cancellationToken);
        }
    }

    /// <summary>Takes as long as a wrong password, so that the answer does not tell who has an account.</summary>
    private Microsoft.AspNetCore.Identity.SignInResult Unknown(string password)
    {
        users.PasswordHasher.HashPassword(new Agent { DisplayName = "" }, password);
        return Microsoft.AspNetCore.Identity.SignInResult.Failed;
    }

    // "/" knows which page each role begins on.
    private LocalRedirectResult Home() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
}
