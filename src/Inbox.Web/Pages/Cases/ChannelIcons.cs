using Inbox.Core;
using Inbox.Core.Channels;

namespace Inbox.Web.Pages.Cases;

/// <summary>Icon and name of a door, by its id.</summary>
internal sealed class ChannelIcons(ChannelKinds kinds, Rules rules)
{
    public string Of(long channelId) => rules.Channels.TryGetValue(channelId, out var channel) ? OfKind(channel.Kind) : "chat";

    public string OfKind(string kind) => kinds.Icon(kind);

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
