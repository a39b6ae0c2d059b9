using Inbox.Core.Access;

namespace Inbox.Web.Access;

/// <summary>A place in the rail. Only what the actor may open is shown; <see cref="Policies"/> guards the pages themselves.</summary>
internal sealed record RailEntry(string Name, string Title, string Href, string Key, string Icon, string IconOn)
{
    public static IEnumerable<RailEntry> For(Actor actor)
    {
        yield return new("inbox", "Inbox", "/inbox", "g i", "inbox", "inbox-fill");
        if (Policies.MayOpen(actor, Policies.Calls))
        {
            yield return new("calls", "Log a call", "/calls/new", "g l", "telephone-plus", "telephone-plus-fill");
        }

        if (Policies.MayOpen(actor, Policies.Inside))
        {
            yield return new("mentions", "Mentions", "/mentions", "g m", "megaphone", "megaphone-fill");
            yield return new("customers", "Customers", "/customers", "g c", "people", "people-fill");
        }

        if (Policies.MayOpen(actor, Policies.Managers))
        {
            yield return new("dashboard", "Dashboard", "/dashboard", "g d", "bar-chart-line", "bar-chart-line-fill");
        }

        if (Policies.MayOpen(actor, Policies.Admin))
        {
            yield return new("settings", "Settings", "/settings", "g s", "gear", "gear-fill");
        }
    }
}
