using Inbox.Core;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Inbox.Web.Pages;

/// <summary>How a page answers a form, whether htmx sent it or the browser itself.</summary>
internal static class Answers
{
    /// <summary>An expected failure: its sentence and status, which the listener in errors.js shows beside what was typed.</summary>
    public static IActionResult Refusal(this PageModel _, Error error) => new ContentResult
    {
        StatusCode = InboxPage.StatusOf(error.Kind),
        ContentType = "text/plain; charset=utf-8",
        Content = error.Message,
    };

    /// <summary>On to another page. For htmx by a header, since a redirect would be swapped into the page at hand.</summary>
    public static IActionResult GoTo(this PageModel page, string url)
    {
        if (!page.Request.Headers.ContainsKey("HX-Request"))
        {
            return page.LocalRedirect(url);
        }

        page.Response.Headers["HX-Redirect"] = url;
        return new NoContentResult();
    }

    /// <summary>Done, with a word of it; the page stays.</summary>
    public static IActionResult Said(this PageModel page, string words)
    {
        page.Response.Headers["HX-Trigger"] = System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["inbox:say"] = words });
        return new NoContentResult();
    }
}
