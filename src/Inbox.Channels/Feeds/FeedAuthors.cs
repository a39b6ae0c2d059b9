using System.Text.RegularExpressions;
using Inbox.Channels.Feeds.Markup;

namespace Inbox.Channels.Feeds;

/// <summary>Authors of RSS are one free text ("ana@example.com (Ana)"), those of Atom have parts.</summary>
internal static partial class FeedAuthors
{
    public static FeedAuthor? FromText(string? text)
    {
        var line = FeedText.Line(text);
        if (line.Length == 0)
        {
            return null;
        }

        var email = Email().Match(line);
        if (!email.Success)
        {
            return new FeedAuthor(line, null, null);
        }

        var name = line.Remove(email.Index, email.Length).Replace("mailto:", "", StringComparison.OrdinalIgnoreCase)
            .Replace("()", "", StringComparison.Ordinal).Replace("<>", "", StringComparison.Ordinal).Trim(' ', '"', ',', '-', ':');
        name = name is ['(', .., ')'] ? name[1..^1].Trim() : name;
        return new FeedAuthor(name.Length == 0 ? null : name, null, email.Value);
    }

    /// <summary>An Atom person construct (RFC 4287, 3.2; Atom 0.3 says url, older drafts homepage).</summary>
    public static FeedAuthor? FromPerson(MarkupElement? person, Uri address)
    {
        if (person is null)
        {
            return null;
        }

        var name = FeedText.Line(person.TextOf("name", "atom:name"));
        var email = person.TextOf("email", "atom:email");
        if (name.Length == 0 && email is null && !person.Elements.Any())
        {
            return FromText(person.Text());
        }

        var uri = FeedAddresses.Resolve(person.TextOf("uri", "url", "homepage", "atom:uri"), person.Base(address));
        return name.Length == 0 && uri is null && email is null ? null : new FeedAuthor(name.Length == 0 ? null : name, uri, email);
    }

    [GeneratedRegex(@"[A-Za-z0-9._%+&'*/=?^{}|~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Email();
}
