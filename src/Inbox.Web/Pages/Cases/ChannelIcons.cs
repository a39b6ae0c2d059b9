using Inbox.Core;
using Inbox.Core.Channels;

namespace Inbox.Web.Pages.Cases;

/// <summary>Icon, name and abilities of a door, by its id.</summary>
internal sealed class ChannelIcons(ChannelKinds kinds, Rules rules)
{
    public string Of(long channelId) => rules.Channels.TryGetValue(channelId, out var channel) ? OfKind(channel.Kind) : "chat";

    public string OfKind(string kind) => kinds.All.FirstOrDefault(k => k.Kind == kind)?.Traits.Icon ?? "chat";

    /// <summary>What one message on this door is called, for counting: "e-mail", "call", "post".</summary>
    public string NounOf(long channelId) => TraitsOf(channelId).Noun;

    /// <summary>What the door can do.</summary>
    public ChannelTraits TraitsOf(long channelId) => kinds.Of(rules.Channels[channelId]).Traits;

    /// <summary>The adapter that can answer over the door, or null.</summary>
    public ISendingChannel? SenderOf(long channelId) => kinds.Sender(rules.Channels[channelId]);

    /// <summary>Doors that are open and take letters from us.</summary>
    public IEnumerable<Channel> LetterDoors => rules.Channels.Values.Where(c => c.Enabled && kinds.Sender(c) is { Traits.Letters: true });

    /// <summary>It has no server yet: what is sent is only written down.</summary>
    public bool OnlyWritesDown(Channel channel) => kinds.Notices(channel)?.ReachesPeople(channel.Settings) == false;
}
