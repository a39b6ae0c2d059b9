using System.Globalization;
using System.Net;
using System.Text;
using Inbox.Core.Cases;

namespace Inbox.Core.Notifications;

/// <summary>The words of a mail that tells an agent what they have not read in the page. Pure.</summary>
internal sealed record DigestText(string Subject, string Text, string Html)
{
    /// <summary>A mail longer than this nobody reads: the rest is counted.</summary>
    private const int MostLines = 100;

    /// <param name="told">At least one; the oldest first.</param>
    /// <param name="zone">For the times.</param>
    /// <param name="url">Where the agents' browsers reach Inbox, without a slash at the end; empty leaves links out.</param>
    public static DigestText Of(IReadOnlyList<Notification> told, TimeZoneInfo zone, string url)
    {
        var shown = told.TakeLast(MostLines).ToList();
        var (text, html) = (new StringBuilder(), new StringBuilder());
        foreach (var about in shown.GroupBy(n => n.CaseId))
        {
            var name = about.Key is { } id ? CaseNumber.Format(id) : "Inbox";
            var link = url.Length == 0 ? null : about.Key is null ? $"{url}/notifications" : $"{url}/cases/{name}";
            text.Append(name).Append(link is null ? "" : "  " + link).Append('\n');
            html.Append("<p><b>").Append(link is null ? name : $"<a href=\"{WebUtility.HtmlEncode(link)}\">{name}</a>").Append("</b></p>\n<ul>\n");
            foreach (var line in about.Select(n => Line(n, zone)))
            {
                text.Append("- ").Append(line).Append('\n');
                html.Append("<li>").Append(WebUtility.HtmlEncode(line)).Append("</li>\n");
            }

            text.Append('\n');
            html.Append("</ul>\n");
        }

        if (told.Count > shown.Count)
        {
            var more = string.Create(CultureInfo.InvariantCulture, $"And {told.Count - shown.Count:N0} older ones, in Inbox.");
            text.Append(more).Append("\n\n");
            html.Append("<p>").Append(more).Append("</p>\n");
        }

        Foot(text, html, url);
        return new DigestText(SubjectOf(told), text.ToString(), html.ToString());
    }

    private static string Line(Notification told, TimeZoneInfo zone)
    {
        var at = TimeZoneInfo.ConvertTime(told.At, zone).ToString("d MMM, HH:mm", CultureInfo.InvariantCulture);
        return told.Times == 1 ? $"{at}  {told.Text}" : string.Create(CultureInfo.InvariantCulture, $"{at}  {told.Text} ({told.Times} times)");
    }

    private static void Foot(StringBuilder text, StringBuilder html, string url)
    {
        const string why = "You get this because you have not read it in Inbox. Please do not answer this mail.";
        text.Append("-- \n").Append(why).Append('\n');
        html.Append("<hr><p><small>").Append(why).Append("<br>\n");
        if (url.Length == 0)
        {
            text.Append("What you get by mail, and when, you choose in Inbox: your account, Notifications.\n");
            html.Append("What you get by mail, and when, you choose in Inbox: your account, Notifications.</small></p>\n");
        }
        else
        {
            text.Append("Choose what you get by mail, and when: ").Append(url).Append("/account/notifications\n");
            html.Append(CultureInfo.InvariantCulture, $"<a href=\"{WebUtility.HtmlEncode(url)}/account/notifications\">Choose what you get by mail, and when</a></small></p>\n");
        }
    }

    private static string SubjectOf(IReadOnlyList<Notification> told)
    {
        if (told is [{ } only])
        {
            return only.Text;
        }

        var cases = told.Select(n => n.CaseId).Distinct().ToList();
        var about = cases is [{ } one] ? $"{CaseNumber.Format(one)}: " : "Inbox: ";
        return string.Create(CultureInfo.InvariantCulture, $"{about}{told.Count:N0} things to know");
    }
}
