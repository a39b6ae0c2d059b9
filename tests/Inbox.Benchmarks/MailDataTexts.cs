using System.Text;
using System.Text.Json;
using Inbox.Mail;
using Inbox.Mail.Html;
using Inbox.Mail.Replies;

namespace Inbox.Benchmarks;

/// <summary>New text of answers, and HTML that must hold nothing active once it is sanitised.</summary>
internal static class MailDataTexts
{
    /// <summary>What no sanitised mail may hold, whatever it came from.</summary>
    private static readonly string[] Active =
    [
        "<script", "<iframe", "<object", "<embed", "<svg", "<math", "<form", "<meta", "<link", "<base", "<style", "<template", "<noscript",
        "javascript:", "vbscript:", "data:text", "expression(", "@import", "srcdoc=", "formaction=",
    ];

    public static void CheckReplies(string folder, FigureTable table)
    {
        foreach (var item in MailData.Cases(Path.Combine(folder, "cases.jsonl")))
        {
            if (New(item) is { } found && Judge(item, found) is { } met)
            {
                table.Add("replies: new text", 0.9, met, () => $"{item.GetProperty("id")}\n<<{found}>>\n<<{(item.TryGetProperty("reply", out var reply) ? reply : default)}>>");
            }
        }
    }

    public static void CheckHtml(string folder, FigureTable table)
    {
        foreach (var item in MailData.Cases(Path.Combine(folder, "cases.jsonl")))
        {
            var payload = item.GetProperty("payload").GetString()!;
            var safe = MailHtml.Sanitize(payload).Html;
            var tags = new string([.. Tags(safe)]);
            table.Add("html: nothing active remains", 1, !Array.Exists(Active, word => tags.Contains(word, StringComparison.OrdinalIgnoreCase)) && !HasHandler(tags), () => $"{item.GetProperty("id")}: {payload}\n  {safe}");
            table.Add("html: sanitising twice changes nothing", 1, MailHtml.Sanitize(safe).Html == safe, () => $"{item.GetProperty("id")}: {safe}");
        }
    }

    private static string? New(JsonElement item) => item.GetProperty("kind").GetString() switch
    {
        "text" or "text-unwrap" => ReplyText.Of(item.GetProperty("input").GetString()!),
        "html" => ReplyText.OfHtml(item.GetProperty("input").GetString()!),
        "eml" => MailReader.Read(Encoding.Latin1.GetBytes(item.GetProperty("eml").GetString()!)) is var mail ? ReplyText.Of(mail.TextBody, mail.HtmlBody) : null,
        _ => null,
    };

    /// <summary>Null when the case expects nothing about the text.</summary>
    private static bool? Judge(JsonElement item, string found)
    {
        if (item.TryGetProperty("reply", out var reply))
        {
            return Words(found) == Words(reply.GetString()!);
        }
        if (item.TryGetProperty("reply_html", out var html))
        {
            return Words(found) == Words(MailHtml.ToText(html.GetString()!));
        }
        if (item.TryGetProperty("reply_is_all", out _))
        {
            return Words(found) == Words(item.GetProperty("input").GetString()!);
        }
        var must = List("must_contain");
        var mustNot = List("must_not_contain");
        return must.Count + mustNot.Count == 0
            ? null
            : must.TrueForAll(text => Words(found).Contains(Words(text), StringComparison.Ordinal))
                && !mustNot.Exists(text => Words(found).Contains(Words(text), StringComparison.Ordinal));

        List<string> List(string name) =>
            item.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(text => text.GetString()!)] : [];
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The markup alone: text that speaks of scripts is no script.</summary>
    private static IEnumerable<char> Tags(string html)
    {
        var inside = false;
        foreach (var c in html)
        {
            inside |= c == '<';
            if (inside)
            {
                yield return c;
            }
            inside &= c != '>';
        }
    }

    private static bool HasHandler(string tags)
    {
        for (var at = tags.IndexOf(" on", StringComparison.OrdinalIgnoreCase); at >= 0; at = tags.IndexOf(" on", at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var name = tags.AsSpan(at + 1);
            var end = name.IndexOfAnyExceptInRange('a', 'z');
            // Inside a quoted value, as in a title, it is text.
            if (end > 2 && name[end] == '=' && tags.AsSpan(0, at).Count('"') % 2 == 0)
            {
                return true;
            }
        }
        return false;
    }
}
