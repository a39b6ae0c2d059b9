using Inbox.Web.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Inbox.Web.Pages;

/// <summary>What went wrong, in a person's words, in the usual frame.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
internal sealed class ErrorPage : PageModel
{
    public string Heading { get; private set; } = "";

    public string Words { get; private set; } = "";

    public IReadOnlyList<string> Messages { get; private set; } = [];

    public override void OnPageHandlerSelected(Microsoft.AspNetCore.Mvc.Filters.PageHandlerSelectedContext context)
    {
        var status = HttpContext.IsShowingError() ? Response.StatusCode : StatusCodes.Status404NotFound;
        Response.StatusCode = status;
        Messages = HttpContext.Items[FailureHandler.Messages] as string[] ?? [];
        (Heading, Words) = status switch
        {
            StatusCodes.Status400BadRequest => ("This page is out of date", "It was open for too long, or you signed in anew elsewhere. Go back, reload it, and try again."),
            StatusCodes.Status401Unauthorized => ("Please sign in", "Your session has ended."),
            StatusCodes.Status403Forbidden => ("This is not for your role", "Ask an administrator if you need it."),
            StatusCodes.Status404NotFound => ("There is nothing here", "The address is wrong, or what was here is gone, or it belongs to a department whose cases you do not see."),
            StatusCodes.Status422UnprocessableEntity => ("That could not be saved", "Go back; what you typed is still there."),
            StatusCodes.Status429TooManyRequests => ("That was too often", "Wait a minute and try again."),
            _ => ("Something went wrong on our side", "It is written down in the log. Try again; nothing that arrived is lost."),
        };
    }
}
