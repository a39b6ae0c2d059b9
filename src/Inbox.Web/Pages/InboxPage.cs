using Inbox.Core;
using Inbox.Core.Access;
using Inbox.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Inbox.Web.Pages;

/// <summary>What every page has: who asks, and one way to say no.</summary>
public abstract class InboxPage : PageModel
{
    /// <summary>The signed-in person.</summary>
    protected Actor Me => HttpContext.GetActor();

    /// <summary>An expected failure as its status code and one sentence, which the page's listener shows beside what was typed.</summary>
    protected IActionResult Refuse(Error error) => new ContentResult
    {
        StatusCode = StatusOf(error.Kind),
        ContentType = "text/plain; charset=utf-8",
        Content = error.Message,
    };

    internal static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.TooMany => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
