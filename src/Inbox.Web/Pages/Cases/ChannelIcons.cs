using Inbox.Core;
using Inbox.Core.Channels;

namespace Inbox.Web.Pages.Cases;

/// <summary>The icon of a door: what its adapter says, else one that fits its kind.</summary>
internal sealed class ChannelIcons(ChannelKinds kinds, Rules rules)
{
    public string Of(long channelId) => rules.Channels.TryGetValue(channelId, out var channel) ? OfKind(channel.Kind) : "chat";

    public string OfKind(string kind) => kinds.All.FirstOrDefault(k => k.Kind == kind)?.Traits.Icon ?? kind switch
    {
        "email" => "envelope",
        "phone" => "telephone",
        "feed" or "blog" => "rss",
        "mastodon" => "mastodon",
        "bluesky" => "cloud",
        _ => "chat",
    };

    /// <summary>What one message on this door is called, for counting: "e-mail", "call", "public post".</summary>
    public string NounOf(long channelId) => rules.Channels[channelId].Kind switch
    {
        "email" => "e-mail",
        "phone" => "call",
        "feed" => "blog post",
        _ => "post",
    };

    public bool CanAnswer(long channelId) =>
        rules.Channels.TryGetValue(channelId, out var channel) && kinds.All.FirstOrDefault(k => k.Kind == channel.Kind) is ISendingChannel { Traits.CanAnswer: true };
}
