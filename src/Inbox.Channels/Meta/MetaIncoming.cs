using Inbox.Channels.Social;
using Inbox.Core.Channels;
using Inbox.Core.Customers;

namespace Inbox.Channels.Meta;

/// <summary>Makes a message of what was kept. Pure.</summary>
internal static class MetaIncoming
{
    public static IncomingMessage Read(RawMessage raw, ChannelInfo channel, MetaNetwork network)
    {
        var read = MetaDocument.Read(raw.Content) ?? throw new UnreadableMessageException($"This is no message of {network.Name}.");
        var post = MetaMentions.Worded(read.Post);
        var id = AddressOf(post.Author, network);
        var message = (post with
        {
            // Nameless people are nobody's acquaintances: only what they answer leads anywhere.
            ConversationId = post.Kind == SocialKind.Direct || post.Visibility == SocialVisibility.Direct ? Chat(post) : id.Length == 0 ? null : post.ConversationId,
            Author = post.Author with { Handle = id, Name = NameOf(post.Author, network) },
            Own = IsOurs(post, channel, network),
        }).ToIncoming(new SocialSource(network.Kind, network.HandleKind));
        return message with { FirstVersion = read.IsFirst };
    }

    /// <summary>What people can be written to by. On WhatsApp that is their number as long as it is told; elsewhere what stays when they change their name.</summary>
    private static string AddressOf(SocialAuthor author, MetaNetwork network) =>
        network == MetaNetwork.WhatsApp && author.Handle.Length > 0 && author.Handle.All(char.IsAsciiDigit) ? author.Handle : author.Id ?? author.Handle;

    /// <summary>Of this channel or another of ours: we are no customers.</summary>
    public static bool IsOurs(SocialPost post, ChannelInfo channel, MetaNetwork network) =>
        post.Own || (post.Author.Id is { } id && HandleKinds.Normalise(network.HandleKind, id) is { Length: > 0 } author
            && channel.OwnAddresses.Append(HandleKinds.Normalise(network.HandleKind, channel.Address)).Contains(author, StringComparer.Ordinal));

    /// <summary>Ids of people and of posts are both digits.</summary>
    private static string? Chat(SocialPost post) => post.ConversationId is { Length: > 0 } person ? "chat:" + person : null;

    private static string NameOf(SocialAuthor author, MetaNetwork network) =>
        network != MetaNetwork.Instagram || author.Handle.Length == 0 || author.Handle == author.Id ? (author.Name.Length > 0 ? author.Name : network.Nameless(author.Id ?? author.Handle))
        : author.Name.Length == 0 || author.Name == author.Handle ? "@" + author.Handle
        : $"{author.Name} (@{author.Handle})";
}
