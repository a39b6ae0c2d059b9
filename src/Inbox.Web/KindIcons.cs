using Inbox.Core.Channels;

namespace Inbox.Web;

/// <summary>The Bootstrap icon of a kind of channel, also of one whose adapter is not installed any more.</summary>
internal static class KindIcons
{
    public static string Icon(this ChannelKinds kinds, string kind) =>
        kinds.All.FirstOrDefault(adapter => adapter.Kind == kind)?.Traits.Icon
        ?? (kind == PhoneSettings.ChannelKind ? "telephone" : "chat-left-text");
}
