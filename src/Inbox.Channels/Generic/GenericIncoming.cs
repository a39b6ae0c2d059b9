using System.Text;
using Inbox.Channels.Social;
using Inbox.Core.Cases;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Channels.Generic;

/// <summary>Makes a message of what the far side told. Pure.</summary>
internal static class GenericIncoming
{
    /// <summary>Ids of far sides say nothing outside their own door.</summary>
    public static string ScopeOf(ChannelInfo channel) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{GenericChannel.ChannelKind}:{channel.Id}");

    /// <summary>An author is known by the far side's name and their id there: the id 7 of a forum and of a survey are two people.</summary>
    public static string AddressOf(string authorId, ChannelInfo channel) => $"{FarSideOf(channel)}/{authorId}";

    /// <summary>The id at the far side; the whole address where it is none of ours.</summary>
    public static string AuthorOf(string address, ChannelInfo channel) =>
        address.StartsWith(FarSideOf(channel) + "/", StringComparison.OrdinalIgnoreCase) ? address[(FarSideOf(channel).Length + 1)..] : address;

    public static IncomingMessage Read(GenericMessage message, ChannelInfo channel)
    {
        var author = message.Author;
        var text = WithDetails(message);
        return new IncomingMessage
        {
            ExternalId = message.Id,
            ThreadScope = ScopeOf(channel),
            Keys = [.. Keys(message)],
            From = new Party(author.Name.Length > 0 ? author.Name : author.Handle, author.Id.Length > 0 ? AddressOf(author.Id, channel) : ""),
            FromOurselves = author.Ours,
            HandleKind = HandleKinds.Webhook,
            Subject = message.Subject,
            Text = text,
            ReplyText = text,
            Html = SocialHtml.Safe(message.Html),
            PostedAt = message.PostedAt,
            Visibility = message.IsPublic ? Visibility.Public : Visibility.Private,
            Reach = message.Reach ?? author.Followers ?? 0,
            Url = message.Url,
            InReplyTo = message.ReplyTo.Length > 0 ? message.ReplyTo : null,
            // Our answer gives it back.
            References = message.Conversation.Length > 0 ? [message.Conversation] : [],
            Deleted = message.Type == GenericType.Deleted,
            Editable = true,
            Tags = message.Tags,
            Attachments = [.. message.Files.Where(f => f.Content is not null).Select(f => new IncomingAttachment(
                f.Name, f.ContentType, f.Content!.Length, () => new MemoryStream(f.Content, writable: false), Inline: false, ContentId: null))],
        };
    }

    private static IEnumerable<ThreadKey> Keys(GenericMessage message)
    {
        yield return new ThreadKey(ThreadKeyKind.Own, message.Id);
        if (message.ReplyTo.Length > 0)
        {
            yield return new ThreadKey(ThreadKeyKind.Earlier, message.ReplyTo);
        }

        if (message.Conversation.Length > 0)
        {
            // Far sides count conversations and messages apart, so that 7 may be one of each.
            yield return new ThreadKey(ThreadKeyKind.Earlier, "conversation " + message.Conversation);
        }
    }

    /// <summary>What else the far side knows stands below the words, a line each; files that lie there are links.</summary>
    private static string WithDetails(GenericMessage message)
    {
        var text = new StringBuilder(message.Text.Length > 0 ? message.Text : SocialHtml.ToText(message.Html));
        List<(string Name, string Value)> details =
        [
            .. message.Attributes.Select(a => (a.Key, a.Value)),
            ("E-mail", message.Author.Email), ("Phone", message.Author.Phone),
            .. message.Files.Where(f => f.Url is not null).Select(f => (f.Name, f.Url!)),
        ];
        details.RemoveAll(d => d.Value.Length == 0);
        if (details.Count > 0 && text.Length > 0)
        {
            text.Append('\n');
        }

        foreach (var (name, value) in details)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(name).Append(": ").Append(value);
        }

        return text.ToString();
    }

    private static string FarSideOf(ChannelInfo channel) => channel.Address.Trim() is { Length: > 0 } named ? named : channel.Key;
}
