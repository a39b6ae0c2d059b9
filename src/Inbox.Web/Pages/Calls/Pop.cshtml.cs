using Microsoft.AspNetCore.Mvc;

namespace Inbox.Web.Pages.Calls;

/// <summary>What telephone systems open when it rings. Their names for the same things differ; this page knows the usual ones.</summary>
public sealed class PopModel : InboxPage
{
    private static readonly string[] Numbers = ["number", "from", "caller", "callerid", "phone", "cli", "ani"];
    private static readonly string[] Names = ["name", "callername", "cnam", "displayname"];
    private static readonly string[] Ids = ["callid", "id", "uniqueid", "sid"];

    public IActionResult OnGet() => LocalRedirect(Url.Page("/Calls/New", new
    {
        from = First(Numbers),
        name = First(Names),
        callid = First(Ids),
        direction = First(["direction"]),
        @case = First(["case"]),
    })!);

    /// <summary>A plus that was not escaped arrives as a blank.</summary>
    private string? First(string[] names)
    {
        var query = Request.Query;
        var value = names.Select(n => query[n].ToString()).FirstOrDefault(v => v.Length > 0);
        return value is [' ', >= '0' and <= '9', ..] ? "+" + value.TrimStart() : value?.Trim();
    }
}
