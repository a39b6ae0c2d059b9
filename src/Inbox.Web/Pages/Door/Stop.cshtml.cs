using Inbox.Core.Access;
using Inbox.Core.Customers;
using Inbox.Web.Access;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Inbox.Web.Pages.Door;

/// <summary>
/// Where a customer ends automatic messages. Looking changes nothing, since scanners follow every link in a mail; a post
/// does, also one by a mail program (RFC 8058). The signed token in the address is the right to it.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
internal sealed class Stop(IMediator mediator) : PageModel
{
    public const string Path = "/stop";

    [BindProperty(SupportsGet = true)]
    public string Token { get; set; } = "";

    /// <summary>For whom it is done now; null before.</summary>
    public string? Address { get; private set; }

    /// <summary>They are stopped now, and not wanted again.</summary>
    public bool Stopped { get; private set; }

    public async Task<IActionResult> OnPostAsync([FromForm] bool again, CancellationToken cancellationToken)
    {
        var done = await mediator.Send(new StopAutomaticAnswers.Command(Token, Stop: !again, Actor.System), cancellationToken);
        if (!done.IsOk)
        {
            return this.Refusal(done.Error);
        }

        (Address, Stopped) = (done.Value.Address, !again);
        return Page();
    }
}
