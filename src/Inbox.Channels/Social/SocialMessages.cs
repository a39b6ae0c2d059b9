using System.Text;
using Inbox.Core.Cases;
using Inbox.Core.Channels;

namespace Inbox.Channels.Social;

/// <summary>What a channel knows beside the post itself.</summary>
/// <param name="Scope">Where the ids of its posts are unique: the network, or one server of it.</param>
/// <param name="HandleKind">Kind of the author's handle.</param>
/// <param name="MatchedWord">The word or hashtag for which it was taken; null for what was said to us.</param>
/// <param name="OpensCase">False: it stays a mention until a person opens a case.</param>
internal sealed record SocialSource(string Scope, string HandleKind, string? MatchedWord = null, bool OpensCase = true);

/// <summary>Makes of a post what every network's channel hands on.</summary>
internal static class SocialMessages
{
    public static IncomingMessage ToIncoming(this SocialPost post, SocialSource source) => new()
    {
        ExternalId = post.ExternalId,
        ThreadScope = source.Scope,
        Keys = [.. Keys(post)],
        From = new Party(post.Author.Name.Length > 0 ? post.Author.Name : post.Author.Handle, post.Author.Handle),
        FromOurselves = post.Own,
        HandleKind = source.HandleKind,
        Subject = post.Title ?? "",
        Text = WithAttachments(post),
        ReplyText = WithAttachments(post),
        Html = post.Html,
        PostedAt = post.PostedAt,
        Visibility = post.Visibility is SocialVisibility.Public or SocialVisibility.Unlisted ? Visibility.Public : Visibility.Private,
        Reach = post.Reach,
        Url = post.Url,
        InReplyTo = post.ReplyTo,
        MatchedWord = source.MatchedWord,
        OpensCase = source.OpensCase,
        Deleted = post.Kind == SocialKind.Deleted,
        Editable = true,
    };

    /// <summary>The post itself, the one it answers, then the root: the nearest that has a case takes it.</summary>
    private static IEnumerable<ThreadKey> Keys(SocialPost post)
    {
        yield return new ThreadKey(ThreadKeyKind.Own, post.ExternalId);
        foreach (var earlier in new[] { post.ReplyTo, post.ConversationId }.OfType<string>().Where(id => id.Length > 0 && id != post.ExternalId).Distinct(StringComparer.Ordinal))
        {
            yield return new ThreadKey(ThreadKeyKind.Earlier, earlier);
        }
    }

    /// <summary>Media stay where they are; the text says what they show and where.</summary>
    private static string WithAttachments(SocialPost post)
    {
        var text = new StringBuilder(post.Text);
        foreach (var file in post.Attachments)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append('[').Append(file.ContentType.Split('/')[0]);
            if (file.Description is { Length: > 0 } description)
            {
                text.Append(": ").Append(description);
            }

            text.Append(']').Append(file.Url is { Length: > 0 } url ? " " + url : "");
        }

        return text.ToString();
    }
}
