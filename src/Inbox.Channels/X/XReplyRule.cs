using Inbox.Core.Channels.Replies;
using Inbox.Core.Customers;

namespace Inbox.Channels.X;

/// <summary>Whom X lets an account answer: who mentioned it or quoted one of its posts. Contracts beyond self-service may allow more.</summary>
internal static class XReplyRule
{
    public const string Closed = "X takes an answer only to posts that mention this account or quote one of its posts. Answer it on X itself.";

    public static ReplyOptions Apply(ReplyOptions options, AnswerableMessage message, string address, bool answersAnybody) =>
        options.Public is { Closed: null } way && !answersAnybody && !Names(message.Text, HandleKinds.Normalise(HandleKinds.X, address))
            ? options with { Public = way with { Closed = Closed } }
            : options;

    private static bool Names(string text, string handle) =>
        handle.Length > 0 && (Holds(text, "@" + handle, whole: true) || Holds(text, $"x.com/{handle}/status/", whole: false) || Holds(text, $"twitter.com/{handle}/status/", whole: false));

    /// <param name="whole">"@acmecorp" names another account than "@acme".</param>
    private static bool Holds(string text, string name, bool whole)
    {
        for (var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + name.Length;
            if (!whole || end == text.Length || !(char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            {
                return true;
            }
        }

        return false;
    }
}
