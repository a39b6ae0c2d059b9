using Inbox.Core.Channels;

namespace Inbox.Channels.Social;

internal static class StandingPosts
{
    /// <summary>The ids of all posts of an answer. Deleted in this order, what is left after a broken line reads from its beginning.</summary>
    public static IEnumerable<string> LastFirst(this StandingAnswer answer) => answer.FurtherIds.Reverse().Append(answer.Message.ExternalId);
}
